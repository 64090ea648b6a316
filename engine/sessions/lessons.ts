import type { Face, VideoCodec } from "../avatar/face.ts";
import type { RemoteFace } from "../avatar/remote-face.ts";
import type { MediaPort } from "../media/media-port.ts";
import type { Peer } from "../media/peer.ts";
import { Fillers } from "../turns/fillers.ts";
import { Lesson, type LessonPorts } from "./lesson.ts";
import type { TicketClaims } from "./ticket.ts";
import type { TutorProfiles } from "./tutor-profiles.ts";

/** Tickets remembered as used; the oldest are forgotten, long after they have expired. */
const usedTicketsMax = 10_000;
/** What the faces are encoded in; the browser's order decides. */
export const videoCodecs: readonly VideoCodec[] = ["VP8", "H264"];

/** Every place for a lesson is taken. */
export class LessonsFull extends Error {
  override readonly name = "LessonsFull";
}

/** The ticket has started a lesson already. */
export class TicketUsed extends Error {
  override readonly name = "TicketUsed";
}

export interface LessonsPorts extends LessonPorts {
  mediaPort: MediaPort;
  profiles: TutorProfiles;
  /** A name that no face has gets the default face. */
  faceOf(name: string): Face;
  /** The face on another machine that a name means, where there is one. */
  remoteFaceOf?(name: string): RemoteFace | undefined;
  /** For figures: a student's connection was made. */
  onPeer?(peer: Peer): void;
}

/** The lessons of this process: one for a session. */
export class Lessons implements AsyncDisposable {
  readonly #lessons = new Map<string, Lesson>();
  readonly #usedTickets = new Set<string>();
  readonly #fillers: Fillers;
  /** Lessons that are being opened count as well. */
  #opening = 0;
  #closed = false;

  constructor(
    private readonly ports: LessonsPorts,
    private readonly lessonsMax: number,
  ) {
    this.#fillers = new Fillers(ports.speaker);
  }

  get count(): number {
    return this.#lessons.size;
  }

  /** Fails with OfferRejected, LessonsFull, TicketUsed, TutorUnknown or ProfileUnavailable; then nothing is left open. */
  async start(claims: TicketClaims, offer: string): Promise<{ lesson: Lesson; answer: string }> {
    if (this.#closed || this.#lessons.size + this.#opening >= this.lessonsMax)
      throw new LessonsFull("every place is taken");
    if (this.#usedTickets.has(claims.jti)) throw new TicketUsed("the ticket has started a lesson already");
    this.#usedTickets.add(claims.jti);
    this.#opening++;
    try {
      return await this.#open(claims, offer);
    } catch (error) {
      this.#usedTickets.delete(claims.jti);
      throw error;
    } finally {
      this.#opening--;
      if (this.#usedTickets.size > usedTicketsMax)
        this.#usedTickets.delete(this.#usedTickets.values().next().value!);
    }
  }

  async #open(claims: TicketClaims, offer: string): Promise<{ lesson: Lesson; answer: string }> {
    const profile = await this.ports.profiles.get(claims.tutor);
    const face = this.ports.faceOf(profile.avatar);
    const peer = await this.ports.mediaPort.accept(offer, { videoCodecs });
    this.ports.onPeer?.(peer);
    const idle = await face.idle(peer.videoCodec).catch(async (error) => {
      await peer.close();
      throw error;
    });
    const lesson = new Lesson(
      {
        id: Bun.randomUUIDv7(),
        sessionId: claims.sub,

        profile,
        peer,
        face,
        idle,
        remote: this.ports.remoteFaceOf?.(profile.avatar),
        fillers: this.#fillers,
      },
      this.ports,
    );
    const before = this.#lessons.get(claims.sub);
    this.#lessons.set(claims.sub, lesson);
    void lesson.ended.finally(() => {
      if (this.#lessons.get(claims.sub) === lesson) this.#lessons.delete(claims.sub);
    });
    await before?.end("replaced");
    return { lesson, answer: peer.answer };
  }

  /** Ends a session's lesson; false when it has no such lesson. */
  async end(sessionId: string, lessonId: string): Promise<boolean> {
    const lesson = this.#lessons.get(sessionId);
    if (lesson?.id !== lessonId) return false;
    await lesson.end("ended");
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#lessons.values()].map((lesson) => lesson.end("stopping")));
  }
}
