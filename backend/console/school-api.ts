import type { components } from "../../generated/backend.types.ts";
import type { ApiClient } from "./api-client.ts";
import { once, toPageQuery, toPath, toQuery } from "./api-paths.ts";
import type {
  Admin,
  AuditEvent,
  ImportReport,
  LessonSession,
  Listed,
  SigningKey,
  Student,
} from "./api-types.ts";

type Schemas = components["schemas"];

export interface AuditQuery {
  readonly action?: string;
  readonly outcome?: string;
  readonly actor?: string;
  readonly object?: string;
  /** RFC 3339. */
  readonly from?: string;
  readonly until?: string;
  /** `service`, for owners: what belongs to no tenancy. */
  readonly scope?: string;
}

/** Each row of an import costs a password's hash. */
const importTimeoutMs = 120_000;
const exportTimeoutMs = 600_000;

/** What the console asks of the backend about people and the installation. Failures are ApiProblems. */
export class SchoolApi {
  constructor(private readonly api: ApiClient) {}

  students(tutorId: string, search: string, cursor?: string): Promise<Listed<Student>> {
    return this.api.json(toPath("tutors", tutorId, "students") + toPageQuery(cursor, { search }));
  }

  student(tutorId: string, studentId: string): Promise<Student> {
    return this.api.json(toPath("tutors", tutorId, "students", studentId));
  }

  sessionsOfStudent(tutorId: string, studentId: string, cursor?: string): Promise<Listed<LessonSession>> {
    return this.api.json(toPath("tutors", tutorId, "students", studentId, "sessions") + toPageQuery(cursor));
  }

  addStudent(tutorId: string, student: Schemas["StudentCreate"]): Promise<Schemas["StudentCreated"]> {
    const path = toPath("tutors", tutorId, "students");
    return this.api.json(path, { method: "POST", body: student, headers: once() });
  }

  updateStudent(student: Student, changes: Schemas["StudentUpdate"]): Promise<Student> {
    return this.api.json(toStudent(student), { method: "PATCH", body: changes });
  }

  async deleteStudent(student: Student): Promise<void> {
    await this.api.request(toStudent(student), { method: "DELETE" });
  }

  resetStudentPassword(student: Student): Promise<Schemas["PasswordGiven"]> {
    return this.api.json(`${toStudent(student)}/password`, { method: "POST", body: {} });
  }

  async exportStudent(student: Student): Promise<Blob> {
    const request = { timeoutMs: exportTimeoutMs };
    return (await this.api.request(`${toStudent(student)}/export`, request)).blob();
  }

  importStudents(tutorId: string, file: Blob, skipInvalid: boolean): Promise<ImportReport> {
    const path = toPath("tutors", tutorId, "students", "import") + toQuery({ skipInvalid: `${skipInvalid}` });
    return this.api.json(path, { method: "POST", file, timeoutMs: importTimeoutMs });
  }

  auditEvents(query: AuditQuery, cursor?: string): Promise<Listed<AuditEvent>> {
    return this.api.json(`/api/audit-logs${toPageQuery(cursor, { ...query })}`);
  }

  async exportAudit(query: AuditQuery, format: "csv" | "jsonl"): Promise<Blob> {
    const path = `/api/audit-logs/export${toQuery({ ...query, format })}`;
    return (await this.api.request(path, { timeoutMs: exportTimeoutMs })).blob();
  }

  verifyAudit(scope: string | undefined): Promise<Schemas["AuditVerification"]> {
    return this.api.json(`/api/audit-logs/verification${toQuery({ scope })}`);
  }

  admins(cursor?: string): Promise<Listed<Admin>> {
    return this.api.json(`/api/admins${toPageQuery(cursor)}`);
  }

  addAdmin(admin: Schemas["AdminCreate"]): Promise<Schemas["AdminCreated"]> {
    return this.api.json("/api/admins", { method: "POST", body: admin, headers: once() });
  }

  updateAdmin(adminId: string, changes: Schemas["AdminUpdate"]): Promise<Admin> {
    return this.api.json(toPath("admins", adminId), { method: "PATCH", body: changes });
  }

  resetAdminPassword(adminId: string): Promise<Schemas["PasswordGiven"]> {
    return this.api.json(toPath("admins", adminId, "password"), { method: "POST", body: {} });
  }

  health(): Promise<Schemas["SystemHealth"]> {
    return this.api.json("/api/system/health");
  }

  /** Owners only. */
  keys(): Promise<Schemas["SigningKeyList"]> {
    return this.api.json("/api/keys");
  }

  /** Owners only. Fails with `conflict` when somebody else replaces it at the same moment. */
  replaceKey(purpose: SigningKey["purpose"]): Promise<Schemas["SigningKeyList"]> {
    return this.api.json("/api/keys/rotations", { method: "POST", body: { purpose } });
  }
}

const toStudent = ({ tutorId, id }: Student) => toPath("tutors", tutorId, "students", id);
