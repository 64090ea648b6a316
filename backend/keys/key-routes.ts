import { requireOwner } from "../accounts/owner.ts";
import { toActor } from "../audit/actor.ts";
import type { BackendHandlers } from "../backend-handlers.ts";
import type { Keys } from "./keys.ts";

export const keyRoutes = (keys: Keys) =>
  ({
    async listKeys({ principal }) {
      requireOwner(principal);
      return { status: 200, body: await keys.list() };
    },

    async rotateKey({ principal, address, body }) {
      requireOwner(principal);
      return { status: 200, body: await keys.rotate(toActor(principal, address), body.purpose) };
    },
  }) satisfies Pick<BackendHandlers, "listKeys" | "rotateKey">;
