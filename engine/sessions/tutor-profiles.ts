import { type BackendClient, BackendRefused, type Profile } from "./backend-client.ts";

/** A profile this young is used without asking. */
const freshMs = 30_000;
/** A profile this old is still better than no lesson while the backend is down. */
const staleMaxMs = 24 * 60 * 60_000;
const profilesMax = 500;

export class TutorUnknown extends Error {
  override readonly name = "TutorUnknown";
}

/** The backend cannot be reached and nothing usable is kept. */
export class ProfileUnavailable extends Error {
  override readonly name = "ProfileUnavailable";
}

interface Kept {
  profile: Profile;
  etag: string;
  checkedAtMs: number;
}

/** Tutors' profiles, asked of the backend, revalidated by ETag and kept while it is down. */
export class TutorProfiles {
  readonly #kept = new Map<string, Kept>();
  readonly #pending = new Map<string, Promise<Profile>>();

  constructor(
    private readonly backend: Pick<BackendClient, "getProfile">,
    private readonly now: () => number = Date.now,
  ) {}

  /** One that was checked `maxAgeMs` ago is not asked for. Fails with TutorUnknown or ProfileUnavailable. */
  async get(tutorId: string, maxAgeMs = freshMs): Promise<Profile> {
    const kept = this.#kept.get(tutorId);
    if (kept && this.now() - kept.checkedAtMs < maxAgeMs) return kept.profile;
    const pending = this.#pending.get(tutorId);
    if (pending) return pending;
    const asked = this.#ask(tutorId, kept).finally(() => this.#pending.delete(tutorId));
    this.#pending.set(tutorId, asked);
    return asked;
  }

  async #ask(tutorId: string, kept: Kept | undefined): Promise<Profile> {
    try {
      const answer = (await this.backend.getProfile(tutorId, kept?.etag)) ?? kept;
      if (!answer) throw new ProfileUnavailable("the backend says that an unknown profile has not changed");
      this.#keep(tutorId, { profile: answer.profile, etag: answer.etag, checkedAtMs: this.now() });
      return answer.profile;
    } catch (cause) {
      if (cause instanceof BackendRefused && cause.status === 404) {
        this.#kept.delete(tutorId);
        throw new TutorUnknown("the backend does not know this tutor", { cause });
      }
      if (kept && this.now() - kept.checkedAtMs < staleMaxMs) return kept.profile;
      throw new ProfileUnavailable("the profile cannot be read", { cause });
    }
  }

  #keep(tutorId: string, kept: Kept): void {
    this.#kept.delete(tutorId);
    this.#kept.set(tutorId, kept);
    if (this.#kept.size > profilesMax) this.#kept.delete(this.#kept.keys().next().value!);
  }
}
