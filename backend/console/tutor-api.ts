import type { ApiClient } from "./api-client.ts";
import { once, toPageQuery, toPath, toQuery } from "./api-paths.ts";
import type {
  LessonSession,
  Listed,
  TaggedTutor,
  Transcript,
  Tutor,
  TutorCreate,
  TutorDocument,
  TutorUpdate,
} from "./api-types.ts";

/** What the console asks of the backend about tutors and their lessons. Failures are ApiProblems. */
export class TutorApi {
  constructor(private readonly api: ApiClient) {}

  list(cursor?: string): Promise<Listed<Tutor>> {
    return this.api.json(`/api/tutors${toPageQuery(cursor)}`);
  }

  async read(tutorId: string): Promise<TaggedTutor> {
    return toTagged(await this.api.request(toPath("tutors", tutorId)));
  }

  create(tutor: TutorCreate): Promise<Tutor> {
    return this.api.json("/api/tutors", { method: "POST", body: tutor, headers: once() });
  }

  /** Fails with `precondition-failed` when the tutor is not the one that was read any more. */
  async update(tutorId: string, entityTag: string, changes: TutorUpdate): Promise<TaggedTutor> {
    const headers = { "if-match": entityTag };
    return toTagged(
      await this.api.request(toPath("tutors", tutorId), { method: "PATCH", body: changes, headers }),
    );
  }

  async delete(tutorId: string): Promise<void> {
    await this.api.request(toPath("tutors", tutorId), { method: "DELETE" });
  }

  /** `live`: only sessions in which a lesson goes on, or only the others. */
  sessions(tutorId: string, live: boolean | undefined, cursor?: string): Promise<Listed<LessonSession>> {
    return this.api.json(
      toPath("tutors", tutorId, "sessions") + toPageQuery(cursor, { live: live?.toString() }),
    );
  }

  /** Of all tutors. */
  allSessions(live: boolean | undefined, cursor?: string): Promise<Listed<LessonSession>> {
    return this.api.json(`/api/sessions${toPageQuery(cursor, { live: live?.toString() })}`);
  }

  transcript(tutorId: string, sessionId: string): Promise<Transcript> {
    return this.api.json(toTranscript(tutorId, sessionId));
  }

  async transcriptText(tutorId: string, sessionId: string): Promise<Blob> {
    return (await this.api.request(`${toTranscript(tutorId, sessionId)}?format=markdown`)).blob();
  }

  async deleteSession(tutorId: string, sessionId: string): Promise<void> {
    await this.api.request(toPath("tutors", tutorId, "sessions", sessionId), { method: "DELETE" });
  }

  documents(tutorId: string, cursor?: string): Promise<Listed<TutorDocument>> {
    return this.api.json(toPath("tutors", tutorId, "documents") + toPageQuery(cursor));
  }

  /** `onSent` is told how much of the file has left, from 0 to 1; then the backend reads it. */
  addDocument(
    tutorId: string,
    { title, file }: { readonly title: string; readonly file: Blob },
    onSent: (share: number) => void,
  ): Promise<TutorDocument> {
    const path = toPath("tutors", tutorId, "documents") + toQuery({ title });
    return this.api.json(path, { method: "POST", file, onSent });
  }

  async deleteDocument(tutorId: string, documentId: string): Promise<void> {
    await this.api.request(toPath("tutors", tutorId, "documents", documentId), { method: "DELETE" });
  }
}

const toTranscript = (tutorId: string, sessionId: string) =>
  toPath("tutors", tutorId, "sessions", sessionId, "transcript");

async function toTagged(response: Response): Promise<TaggedTutor> {
  return { tutor: (await response.json()) as Tutor, entityTag: response.headers.get("etag") ?? "*" };
}
