import { Problem } from "../../openapi/binding/problem.ts";
import type { BackendHandlers } from "../backend-handlers.ts";
import type { Accounts } from "./accounts.ts";

const noStore = { "Cache-Control": "no-store" };

export const authRoutes = (accounts: Accounts, { loginForm }: { loginForm: boolean }) =>
  ({
    async login({ body, address }) {
      if (body.type !== "application/json" && !loginForm) {
        throw new Problem("unsupported-media-type", "send application/json", {
          headers: { accept: "application/json" },
        });
      }
      const credentials =
        body.type === "application/json"
          ? body.value
          : { email: body.value.username, password: body.value.password };
      const { tokens, headers } = await accounts.login(credentials, address);
      return { status: 200, headers: { ...noStore, ...headers }, body: tokens };
    },

    async refresh({ body, address }) {
      return { status: 200, headers: noStore, body: await accounts.refresh(body.refresh_token, address) };
    },

    async logout({ body, address }) {
      await accounts.logout(body.refresh_token, address);
      return { status: 204 };
    },

    async getMe({ principal }) {
      return { status: 200, body: await accounts.getAdmin(principal.adminId) };
    },

    async changePassword({ principal, body, address }) {
      const { tokens, headers } = await accounts.changePassword(principal.adminId, body, address);
      return { status: 200, headers: { ...noStore, ...headers }, body: tokens };
    },

    async logoutEverywhere({ principal, address }) {
      await accounts.logoutEverywhere(principal.adminId, address);
      return { status: 204 };
    },
  }) satisfies Pick<
    BackendHandlers,
    "login" | "refresh" | "logout" | "getMe" | "changePassword" | "logoutEverywhere"
  >;
