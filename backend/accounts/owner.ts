import type { Account } from "../backend-handlers.ts";

/** The operation is for owners. */
export class NotOwner extends Error {
  override readonly name = "NotOwner";
}

/** Throws NotOwner. */
export function requireOwner({ role }: Account): void {
  if (role !== "owner") throw new NotOwner();
}
