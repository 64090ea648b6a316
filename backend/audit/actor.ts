import type { Account, StudentAccount } from "../backend-handlers.ts";
import type { Actor } from "./audit-repository.ts";

/** Whoever is signed in, as the audit log names them. */
export function toActor(principal: Account | StudentAccount, address: string): Actor {
  const { adminId } = principal;
  if ("studentId" in principal) return { adminId, kind: "student", id: principal.studentId, address };
  return { adminId, kind: "admin", id: adminId, address };
}
