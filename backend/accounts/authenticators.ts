import { createHash, timingSafeEqual } from "node:crypto";
import type { Authenticator } from "../../openapi/binding/handler.ts";
import type { Account, StudentAccount } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { findStudentOfAnybody } from "../students/students-repository.ts";
import type { AccessTokens } from "./access-tokens.ts";
import { findAdmin } from "./admins-repository.ts";

/** How long a checked token is trusted without a second look: so long may a disabled or deleted account still read, in ms. */
const rememberedMs = 10_000;
const rememberedMax = 1000;
const tokenLengthMax = 4096;

/** Accepts access tokens of admins who are there and not disabled. */
export function adminAuthenticator(db: Database, accessTokens: AccessTokens): Authenticator<Account> {
  return tokenAuthenticator(accessTokens, async (adminId) => {
    const admin = await findAdmin(db, adminId);
    return admin?.status === "active" ? { adminId, role: admin.role } : undefined;
  });
}

/** Accepts access tokens of students who are there and not disabled. */
export function studentAuthenticator(
  db: Database,
  accessTokens: AccessTokens,
): Authenticator<StudentAccount> {
  return tokenAuthenticator(accessTokens, async (studentId) => {
    const student = await findStudentOfAnybody(db, studentId);
    if (student?.status !== "active") return undefined;
    return { adminId: student.adminId, tutorId: student.tutorId, studentId };
  });
}

/** Checking a token costs more than most reads, so it is remembered. */
function tokenAuthenticator<Principal>(
  accessTokens: AccessTokens,
  findActive: (subject: string) => Promise<Principal | undefined>,
): Authenticator<Principal> {
  const remembered = new Map<string, { account: Principal; untilMs: number }>();
  return async (request) => {
    const token = readBearer(request);
    if (token === undefined) return undefined;
    const known = remembered.get(token);
    if (known && known.untilMs > Date.now()) return known.account;
    remembered.delete(token);
    const valid = await accessTokens.verify(token);
    const account = valid && (await findActive(valid.subject));
    if (!valid || account === undefined) return undefined;
    remembered.set(token, { account, untilMs: Math.min(valid.expiresAtMs, Date.now() + rememberedMs) });
    const [oldest] = remembered.keys();
    if (remembered.size > rememberedMax && oldest !== undefined) remembered.delete(oldest);
    return account;
  };
}

/** Accepts the secret that engine and backend share; hashing makes both sides equally long for the comparison. */
export function engineAuthenticator(serviceToken: string): Authenticator<"engine"> {
  const expected = sha256(serviceToken);
  return (request) => {
    const token = readBearer(request);
    return token !== undefined && timingSafeEqual(sha256(token), expected) ? "engine" : undefined;
  };
}

function readBearer(request: Request): string | undefined {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  return token !== undefined && token.length <= tokenLengthMax ? token : undefined;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest();
