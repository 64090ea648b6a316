import type { Database } from "../database/database.ts";
import { recordAudit } from "./audit-repository.ts";

export interface PasswordRefusal {
  readonly action: "admin.sign-in" | "admin.change-password" | "student.sign-in" | "student.change-password";
  readonly address: string;
  /** Undefined: the password was wrong, or the account unknown or disabled, which is nobody's business. */
  readonly reason: "too-many-requests" | undefined;
}

/** Records that a password was not taken. `object`: the account, where there is one. */
export async function recordPasswordRefusal(
  db: Database,
  { chain, object }: { chain: string; object: string | null },
  { action, address, reason }: PasswordRefusal,
): Promise<void> {
  const actor = { adminId: chain, kind: "nobody", id: null, address } as const;
  const entry = { action, object, outcome: "refused", ...(reason ? { reason } : {}) } as const;
  await db.write((transaction) => recordAudit(transaction, actor, entry));
}
