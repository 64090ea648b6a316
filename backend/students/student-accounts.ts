import type { AccessTokens } from "../accounts/access-tokens.ts";
import { RefreshRefused, type SignedIn, WrongPassword } from "../accounts/accounts.ts";
import { toEmailKey } from "../accounts/admins-repository.ts";
import { LoginRefused, PasswordCheck } from "../accounts/password-check.ts";
import type { PasswordHasher } from "../accounts/password-hasher.ts";
import type { RefreshTokens } from "../accounts/refresh-tokens.ts";
import { type Actor, recordAudit, serviceChain } from "../audit/audit-repository.ts";
import { type PasswordRefusal, recordPasswordRefusal } from "../audit/password-refusals.ts";
import type { Schemas, StudentAccount } from "../backend-handlers.ts";
import type { Database, Transaction } from "../database/database.ts";
import { AccountEnded } from "./account-ended.ts";
import {
  findStudentByEmail,
  findStudentOfAnybody,
  type Student,
  toStudent,
  updateStudent,
} from "./students-repository.ts";

/** Sign-in of students, each of whom belongs to one tutor. */
export class StudentAccounts {
  readonly #passwords: PasswordCheck;

  constructor(
    private readonly parts: {
      readonly db: Database;
      readonly hasher: PasswordHasher;
      readonly accessTokens: AccessTokens;
      readonly refreshTokens: RefreshTokens;
    },
  ) {
    this.#passwords = new PasswordCheck(parts.hasher);
  }

  /** Throws LoginRefused, RateExceeded, HasherBusy. */
  async login(credentials: Schemas["StudentLogin"], address: string): Promise<SignedIn> {
    const { db, hasher } = this.parts;
    const { tutorId, email, password } = credentials;
    const { account: student, headers } = await this.#passwords.check<Student>({
      key: [tutorId, toEmailKey(email)],
      address,
      password,
      find: () => findStudentByEmail(db, tutorId, email),
      refused: (account, reason) =>
        this.#recordRefusal(account, { action: "student.sign-in", address, reason }),
    });
    const outdated = hasher.isOutdated(student.passwordHash) ? await hasher.hash(password) : undefined;
    const tokens = await this.#signIn(student, async (transaction) => {
      if (outdated !== undefined)
        await updateStudent(transaction, toKey(student), { passwordHash: outdated });
      const entry = { action: "student.sign-in", object: student.id };
      await recordAudit(transaction, toActor(student, address), entry);
    });
    return { tokens, headers };
  }

  /** Throws RefreshRefused. */
  async refresh(refreshToken: string, address: string): Promise<Schemas["Tokens"]> {
    const rotated = await this.parts.refreshTokens.rotate(refreshToken, {
      kind: "student",
      address,
      isActive: async (transaction, { studentId }) =>
        (await findStudentOfAnybody(transaction, studentId ?? ""))?.status === "active",
    });
    if (!rotated?.studentId) throw new RefreshRefused();
    return this.parts.accessTokens.answer(rotated.studentId, rotated.refreshToken);
  }

  /** Ends every sign-in of a student, on all devices. */
  async logoutEverywhere({ adminId, studentId }: StudentAccount, address: string): Promise<void> {
    const { db, refreshTokens } = this.parts;
    await db.write(async (transaction) => {
      await refreshTokens.endAll(transaction, { adminId, studentId });
      const entry = { action: "student.sign-out-everywhere", object: studentId };
      await recordAudit(transaction, { adminId, kind: "student", id: studentId, address }, entry);
    });
  }

  /** Throws AccountEnded. */
  async getMe({ studentId }: StudentAccount): Promise<Schemas["Student"]> {
    const student = await findStudentOfAnybody(this.parts.db, studentId);
    if (!student) throw new AccountEnded();
    return toStudent(student);
  }

  /** Ends every sign-in and begins a new one. Throws WrongPassword, RateExceeded, HasherBusy. */
  async changePassword(
    { studentId }: StudentAccount,
    change: Schemas["PasswordChange"],
    address: string,
  ): Promise<SignedIn> {
    const { db, hasher, refreshTokens } = this.parts;
    const { account: student, headers } = await this.#passwords
      .check<Student>({
        key: [studentId],
        address,
        password: change.currentPassword,
        find: () => findStudentOfAnybody(db, studentId),
        refused: (account, reason) =>
          this.#recordRefusal(account, { action: "student.change-password", address, reason }),
      })
      .catch((error) => {
        throw error instanceof LoginRefused ? new WrongPassword(error.headers) : error;
      });
    const passwordHash = await hasher.hash(change.newPassword);
    const tokens = await this.#signIn(student, async (transaction) => {
      await refreshTokens.endAll(transaction, { adminId: student.adminId, studentId });
      await updateStudent(transaction, toKey(student), { passwordHash });
      const entry = { action: "student.change-password", object: studentId, fields: ["password"] };
      await recordAudit(transaction, toActor(student, address), entry);
    });
    return { tokens, headers };
  }

  async #signIn(
    { id: studentId, adminId }: Student,
    also: (transaction: Transaction) => Promise<void>,
  ): Promise<Schemas["Tokens"]> {
    const { db, refreshTokens } = this.parts;
    const refreshToken = await db.write(async (transaction) => {
      await also(transaction);
      return refreshTokens.issue(transaction, { adminId, studentId });
    });
    return this.parts.accessTokens.answer(studentId, refreshToken);
  }

  async #recordRefusal(account: Student | undefined, refusal: PasswordRefusal): Promise<void> {
    const chain = account?.adminId ?? serviceChain;
    await recordPasswordRefusal(this.parts.db, { chain, object: account?.id ?? null }, refusal);
  }
}

const toKey = ({ adminId, tutorId, id }: Student) => ({ adminId, tutorId, studentId: id });

const toActor = ({ adminId, id }: Student, address: string): Actor => ({
  adminId,
  kind: "student",
  id,
  address,
});
