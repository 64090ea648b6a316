import type { Accounts } from "../accounts/accounts.ts";
import type { BackendHandlers } from "../backend-handlers.ts";
import type { StudentAccounts } from "./student-accounts.ts";

const noStore = { "Cache-Control": "no-store" };

export const studentAuthRoutes = (accounts: StudentAccounts, signIns: Pick<Accounts, "logout">) =>
  ({
    async loginStudent({ body, address }) {
      const { tokens, headers } = await accounts.login(body, address);
      return { status: 200, headers: { ...noStore, ...headers }, body: tokens };
    },

    async refreshStudent({ body, address }) {
      return { status: 200, headers: noStore, body: await accounts.refresh(body.refresh_token, address) };
    },

    async logoutStudent({ body, address }) {
      await signIns.logout(body.refresh_token, address);
      return { status: 204 };
    },

    async logoutStudentEverywhere({ principal, address }) {
      await accounts.logoutEverywhere(principal, address);
      return { status: 204 };
    },

    async getStudentMe({ principal }) {
      return { status: 200, body: await accounts.getMe(principal) };
    },

    async changeStudentPassword({ principal, body, address }) {
      const { tokens, headers } = await accounts.changePassword(principal, body, address);
      return { status: 200, headers: { ...noStore, ...headers }, body: tokens };
    },
  }) satisfies Pick<
    BackendHandlers,
    | "loginStudent"
    | "refreshStudent"
    | "logoutStudent"
    | "logoutStudentEverywhere"
    | "getStudentMe"
    | "changeStudentPassword"
  >;
