import { toActor } from "../audit/actor.ts";
import type { BackendHandlers } from "../backend-handlers.ts";
import type { Admins } from "./admins.ts";
import { requireOwner } from "./owner.ts";

const noStore = { "Cache-Control": "no-store" };

export const adminRoutes = (admins: Admins) =>
  ({
    async listAdmins({ principal, query }) {
      requireOwner(principal);
      return { status: 200, body: await admins.list({ before: query.cursor, limit: query.limit ?? 20 }) };
    },

    async createAdmin({ principal, address, body }) {
      requireOwner(principal);
      const created = await admins.create(toActor(principal, address), body);
      const headers = { Location: `/api/admins/${created.admin.id}`, ...noStore };
      return { status: 201, headers, body: created };
    },

    async getAdmin({ principal, path }) {
      requireOwner(principal);
      return { status: 200, body: await admins.get(path.adminId) };
    },

    async updateAdmin({ principal, address, path, body }) {
      requireOwner(principal);
      return { status: 200, body: await admins.update(toActor(principal, address), path.adminId, body) };
    },

    async resetAdminPassword({ principal, address, path, body }) {
      requireOwner(principal);
      const given = await admins.resetPassword(toActor(principal, address), path.adminId, body);
      return { status: 200, headers: noStore, body: given };
    },
  }) satisfies Pick<
    BackendHandlers,
    "listAdmins" | "createAdmin" | "getAdmin" | "updateAdmin" | "resetAdminPassword"
  >;
