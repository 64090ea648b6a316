import type { ApiClient } from "./api-client.ts";
import { once, toPageQuery, toPath } from "./api-paths.ts";
import { ApiProblem } from "./api-problem.ts";
import type { Avatar, AvatarUpdate, EngineChoices, Listed, TutorWithAvatar } from "./api-types.ts";

/** Before a stream that broke off is asked for again, in ms. */
const watchAgainMs = 2000;
const avatarId = /^[0-9a-f]{8}-/;

export interface NewAvatarFields {
  readonly displayName: string;
  readonly kind: string;
  readonly voice: string;
  readonly consentBy: string;
  /** A tutor of this name is made together with it; empty: none. */
  readonly tutorName: string;
  readonly file: File;
}

/** What the console asks of the backend about faces. Failures are ApiProblems. */
export class AvatarApi {
  constructor(private readonly api: ApiClient) {}

  /** What the engine has for tutors. */
  choices(): Promise<EngineChoices> {
    return this.api.json("/api/system/choices");
  }

  list(cursor?: string): Promise<Listed<Avatar>> {
    return this.api.json(`/api/avatars${toPageQuery(cursor)}`);
  }

  read(id: string): Promise<Avatar> {
    return this.api.json(toPath("avatars", id));
  }

  /** Resolves when the file has arrived, and the avatar begins to be made. `onSent` is told how much has left, from 0 to 1. */
  async create(
    { tutorName, displayName, kind, voice, consentBy, file }: NewAvatarFields,
    onSent: (share: number) => void,
    signal: AbortSignal,
  ): Promise<Avatar> {
    const form = new FormData();
    const tutor = tutorName.trim() === "" ? "" : JSON.stringify({ name: tutorName.trim() });
    const fields = { tutor, name: toLabel(displayName), displayName, kind, voice, consentBy };
    for (const [name, value] of Object.entries(fields)) if (value !== "") form.append(name, value);
    // The last part: the backend passes it on as it comes.
    form.append("file", file);
    const request = { method: "POST", file: form, headers: once(), onSent, signal };
    if (tutor === "") return this.api.json("/api/avatars/create", request);
    const both: TutorWithAvatar = await this.api.json("/api/tutors/create-with-avatar", request);
    return both.avatar;
  }

  update(id: string, changes: AvatarUpdate): Promise<Avatar> {
    return this.api.json(toPath("avatars", id), { method: "PATCH", body: changes });
  }

  start(id: string): Promise<Avatar> {
    return this.api.json(toPath("avatars", id, "start"), { method: "POST" });
  }

  async delete(id: string): Promise<void> {
    await this.api.request(toPath("avatars", id), { method: "DELETE" });
  }

  /** A face at rest: of an avatar by its id, or of a drawn tutor by its name. Undefined where there is no picture. */
  async picture(face: string): Promise<Blob | undefined> {
    const { preview } = avatarId.test(face)
      ? await this.read(face)
      : { preview: toPath("system", "faces", face, "preview") };
    return preview === null ? undefined : (await this.api.request(preview, { cache: "default" })).blob();
  }

  /** The avatar now and after each change, until it is ready or has failed. A stream that breaks off is asked for again. */
  async *watch(id: string, signal: AbortSignal): AsyncGenerator<Avatar> {
    while (!signal.aborted) {
      try {
        for await (const avatar of this.api.events<Avatar>(toPath("avatars", id, "events"), signal)) {
          yield avatar;
          if (!isBeingMade(avatar)) return;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ApiProblem && error.kind === "not-found") throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, watchAgainMs));
    }
  }
}

/** Whether something about it goes on by itself. */
export const isBeingMade = ({ status }: Avatar) => status !== "ready" && status !== "failed";

const labelCharsMax = 48;

/** A label that nobody has: admins know an avatar by its display name. */
function toLabel(displayName: string): string {
  const plain = displayName.normalize("NFKD").replace(/[^A-Za-z0-9]+/g, "-");
  return `${plain.slice(0, labelCharsMax)}-${crypto.randomUUID().slice(0, 8)}`.replace(/^-/, "");
}
