import type { components } from "../../generated/backend.types.ts";
import type { Admin, ApiClient, Listed, Session } from "./api-client.ts";

type Schemas = components["schemas"];
export type Student = Schemas["Student"];
export type AuditEvent = Schemas["AuditEvent"];
export type ImportReport = Schemas["ImportReport"];

export interface AuditQuery {
  readonly action?: string;
  readonly outcome?: string;
  /** RFC 3339. */
  readonly from?: string;
  readonly until?: string;
}

/** Each row of an import costs a password's hash. */
const importTimeoutMs = 120_000;
const pageRows = "50";

/** What the console asks of the backend about people. Failures are ApiProblems. */
export class SchoolApi {
  constructor(private readonly api: ApiClient) {}

  students(tutorId: string, search: string, cursor?: string): Promise<Listed<Student>> {
    return this.api.json(`${toStudents(tutorId)}?${toQuery({ search, cursor, limit: pageRows })}`);
  }

  addStudent(tutorId: string, student: Schemas["StudentCreate"]): Promise<Schemas["StudentCreated"]> {
    const headers = { "idempotency-key": crypto.randomUUID() };
    return this.api.json(toStudents(tutorId), { method: "POST", body: student, headers });
  }

  updateStudent({ tutorId, id }: Student, changes: Schemas["StudentUpdate"]): Promise<Student> {
    return this.api.json(`${toStudents(tutorId)}/${id}`, { method: "PATCH", body: changes });
  }

  async deleteStudent({ tutorId, id }: Student): Promise<void> {
    await this.api.request(`${toStudents(tutorId)}/${id}`, { method: "DELETE" });
  }

  resetStudentPassword({ tutorId, id }: Student): Promise<Schemas["PasswordGiven"]> {
    return this.api.json(`${toStudents(tutorId)}/${id}/password`, { method: "POST", body: {} });
  }

  async exportStudent({ tutorId, id }: Student): Promise<Blob> {
    return (await this.api.request(`${toStudents(tutorId)}/${id}/export`)).blob();
  }

  importStudents(tutorId: string, file: Blob, skipInvalid: boolean): Promise<ImportReport> {
    const path = `${toStudents(tutorId)}/import?${toQuery({ skipInvalid: String(skipInvalid) })}`;
    return this.api.json(path, { method: "POST", csv: file, timeoutMs: importTimeoutMs });
  }

  sessionsOfStudent(tutorId: string, studentId: string, cursor?: string): Promise<Listed<Session>> {
    return this.api.json(
      `${toStudents(tutorId)}/${studentId}/sessions?${toQuery({ cursor, limit: pageRows })}`,
    );
  }

  student(tutorId: string, studentId: string): Promise<Student> {
    return this.api.json(`${toStudents(tutorId)}/${studentId}`);
  }

  async transcriptText(tutorId: string, sessionId: string): Promise<Blob> {
    const path = `/api/tutors/${tutorId}/sessions/${sessionId}/transcript?format=markdown`;
    return (await this.api.request(path)).blob();
  }

  auditEvents(query: AuditQuery, cursor?: string): Promise<Listed<AuditEvent>> {
    return this.api.json(`/api/audit-logs?${toQuery({ ...query, cursor, limit: pageRows })}`);
  }

  async exportAudit(query: AuditQuery, format: "csv" | "jsonl"): Promise<Blob> {
    return (await this.api.request(`/api/audit-logs/export?${toQuery({ ...query, format })}`)).blob();
  }

  verifyAudit(): Promise<Schemas["AuditVerification"]> {
    return this.api.json("/api/audit-logs/verification");
  }

  admins(cursor?: string): Promise<Listed<Admin>> {
    return this.api.json(`/api/admins?${toQuery({ cursor, limit: pageRows })}`);
  }

  addAdmin(admin: Schemas["AdminCreate"]): Promise<Schemas["AdminCreated"]> {
    const headers = { "idempotency-key": crypto.randomUUID() };
    return this.api.json("/api/admins", { method: "POST", body: admin, headers });
  }

  updateAdmin(adminId: string, changes: Schemas["AdminUpdate"]): Promise<Admin> {
    return this.api.json(`/api/admins/${adminId}`, { method: "PATCH", body: changes });
  }

  resetAdminPassword(adminId: string): Promise<Schemas["PasswordGiven"]> {
    return this.api.json(`/api/admins/${adminId}/password`, { method: "POST", body: {} });
  }
}

const toStudents = (tutorId: string) => `/api/tutors/${encodeURIComponent(tutorId)}/students`;

/** Leaves out what is empty. */
function toQuery(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return new URLSearchParams(given).toString();
}
