import { setTimeout } from "node:timers/promises";
import { bitRates, type Face, type IdleLoop, type VideoCodec, videoCodecs } from "../avatar/face.ts";
import type { RemoteFace } from "../avatar/remote-face.ts";
import type { MediaPort } from "../media/media-port.ts";
import type { Peer } from "../media/peer.ts";
import { OfferRejected } from "../media/sdp.ts";
import { timedSpeaker } from "../speech/timed-speaker.ts";
import { Fillers } from "../turns/fillers.ts";
import { type BackendClient, BackendRefused, type Profile, type Turn } from "./backend-client.ts";
import { type FacePlace, FacePlaces, type FacePlacesMax } from "./face-places.ts";
import { type ByeReason, Lesson } from "./lesson.ts";
import { LessonMemory } from "./lesson-memory.ts";
import { castOf, type LessonPorts, type Role } from "./lesson-parts.ts";
import { askerOf, type TicketClaims } from "./ticket.ts";
import { ProfileUnavailable, type TutorProfiles, TutorUnknown } from "./tutor-profiles.ts";

/** Tickets remembered as used; the oldest are forgotten, long after they have expired. */
const usedTicketsMax = 10_000;
/** Sessions whose memory is kept after their lesson, for a student who comes back. */
export const memoriesMax = 200;
/** Between two looks whether the tutors of running lessons have been changed. */
const rolesIntervalMs = 4_000;

/** Every face is taken, and nobody can wait for one (any more). */
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
  backend: Pick<BackendClient, "getTurns">;
  /** A name that no face has gets the default face; `pack` is the hash of its file, where it has one. */
  faceOf(name: string, pack: string | null): Face;
  /** The default face. */
  standIn: Face;
  /** A name for a new lesson, by which every engine finds this one. */
  nameLesson(): Promise<string>;
  /** The face on another machine that a name means, where there is one. */
  remoteFaceOf?(name: string): RemoteFace | undefined;
  /** For figures: a student's connection was made. */
  onPeer?(peer: Peer): void;
  /** A lesson has begun or ended. */
  onChange?(): void;
}

/** What a student begins a lesson with. `offer`: SDP. */
interface Wanted {
  readonly offer: string;
  readonly lastTurn: number | undefined;
}

export interface StartedLesson {
  readonly lesson: Lesson;
  /** SDP. */
  readonly answer: string;
}

/** The lessons of this process: one for a session. */
export class Lessons implements AsyncDisposable {
  readonly #lessons = new Map<string, Lesson>();
  readonly #usedTickets = new Set<string>();
  readonly #fillers: Fillers;
  /** Where no lesson goes on, as JSON: as objects thousands of turns, each with its texts, keep half-empty blocks of the heap. */
  readonly #memories = new Map<string, LessonMemory | string>();
  readonly #places: FacePlaces;
  readonly #opening = new Set<Promise<unknown>>();
  #closed = false;
  readonly #stop = new AbortController();
  readonly #refreshing: Promise<void>;

  constructor(
    private readonly ports: LessonsPorts,
    max: FacePlacesMax,
  ) {
    this.#places = new FacePlaces(max);
    this.#fillers = new Fillers(ports.speaker);
    this.#refreshing = this.#keepRefreshing();
  }

  get count(): number {
    return this.#lessons.size;
  }

  /** Lessons with a face. */
  get faceCount(): number {
    return this.#places.faceCount;
  }

  /** Lessons in text that wait for a face. */
  get waitingCount(): number {
    return this.#places.waitingCount;
  }

  get sessionIds(): readonly string[] {
    return [...this.#lessons.keys()];
  }

  /** Ends the lesson of a session, where there is one. */
  async endSession(sessionId: string, reason: ByeReason): Promise<void> {
    await this.#lessons.get(sessionId)?.end(reason);
  }

  /**
   * `mayWait`: in text, where every face is taken. `lastTurn`: of the session, as far as the page knows. Fails with
   * OfferRejected, LessonsFull, TicketUsed, TutorUnknown or ProfileUnavailable; then nothing is left open.
   */
  async start(
    claims: TicketClaims,
    offer: string,
    { mayWait = false, lastTurn }: { mayWait?: boolean; lastTurn?: number | undefined } = {},
  ): Promise<StartedLesson> {
    const place = this.#closed ? undefined : this.#places.take(claims.sub, { mayWait });
    if (!place) throw new LessonsFull("every face is taken");
    const opening = this.#start(claims, { offer, lastTurn }, place);
    this.#opening.add(opening);
    try {
      return await opening;
    } catch (error) {
      place[Symbol.dispose]();
      throw error;
    } finally {
      this.#opening.delete(opening);
    }
  }

  async #start(claims: TicketClaims, wanted: Wanted, place: FacePlace): Promise<StartedLesson> {
    if (this.#usedTickets.has(claims.jti)) throw new TicketUsed("the ticket has started a lesson already");
    this.#usedTickets.add(claims.jti);
    try {
      return await this.#open(claims, wanted, place);
    } catch (error) {
      this.#usedTickets.delete(claims.jti);
      throw error;
    } finally {
      if (this.#usedTickets.size > usedTicketsMax)
        this.#usedTickets.delete(this.#usedTickets.values().next().value!);
    }
  }

  /** The turn of a session is in the transcript. */
  stored(sessionId: string, turn: Turn): void {
    this.#lessons.get(sessionId)?.stored(turn);
  }

  /** Takes no more lessons and ends those there are between two turns, or when `withinMs` are over. */
  async migrate(withinMs: number): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#opening);
    await Promise.all([...this.#lessons.values()].map((lesson) => lesson.migrate(withinMs)));
  }

  /** What was said in the session: what the backend has, and what this engine may not have delivered yet. */
  async #recall({ sub, resumed }: TicketClaims, lastTurn: number | undefined): Promise<LessonMemory> {
    const here = turnsOf(this.#memories.get(sub));
    if (!resumed) return new LessonMemory(here);
    const stored = await this.ports.backend.getTurns(sub).catch((error) => {
      if (error instanceof BackendRefused || here.length === 0) throw error;
      return [];
    });
    return new LessonMemory([...stored, ...here], lastTurn);
  }

  #remember(sessionId: string, memory: LessonMemory): void {
    this.#memories.delete(sessionId);
    this.#memories.set(sessionId, memory);
    if (this.#memories.size > memoriesMax) this.#memories.delete(this.#memories.keys().next().value!);
  }

  /** Avatar servers send H.264 at twice the rate of VP8; a browser without it gets VP8 from them. */
  async #accept(offer: string, remote: RemoteFace | undefined): Promise<Peer> {
    const { mediaPort } = this.ports;
    if (remote) {
      try {
        return await mediaPort.accept(offer, { videoCodecs: ["H264"], videoRates: bitRates });
      } catch (error) {
        if (!(error instanceof OfferRejected)) throw error;
      }
    }
    return await mediaPort.accept(offer, { videoCodecs, videoRates: bitRates });
  }

  /** A face that cannot be opened is no reason for having no lesson. */
  async #openFace({ avatar, pack }: Profile, codec: VideoCodec): Promise<{ face: Face; idle: IdleLoop }> {
    const { standIn, onError } = this.ports;
    const face = this.ports.faceOf(avatar, pack);
    try {
      return { face, idle: await face.idle(codec) };
    } catch (error) {
      if (face === standIn) throw error;
      onError(error);
      return { face: standIn, idle: await standIn.idle(codec) };
    }
  }

  async #open(claims: TicketClaims, { offer, lastTurn }: Wanted, place: FacePlace): Promise<StartedLesson> {
    const profile = await this.ports.profiles.get(claims.tutor);
    this.ports.model.preload(profile.model ?? undefined);
    // Whatever it was saying is in its memory once it has ended.
    await this.#lessons.get(claims.sub)?.end("replaced");
    const memory = await this.#recall(claims, lastTurn);
    const id = await this.ports.nameLesson();
    const peer = await this.#accept(offer, this.ports.remoteFaceOf?.(profile.avatar));
    this.ports.onPeer?.(peer);
    const role = await this.#roleOf(profile, peer.videoCodec).catch(async (error) => {
      await peer.close();
      throw error;
    });
    const lesson = new Lesson(
      {
        id,
        sessionId: claims.sub,
        asker: askerOf(claims),
        role,
        peer,
        place,
        fillers: this.#fillers,
        memory,
      },
      { ...this.ports, speaker: timedSpeaker(this.ports.speaker) },
    );
    // Another start of the same session may have come in between.
    const before = this.#lessons.get(claims.sub);
    this.#lessons.set(claims.sub, lesson);
    this.#remember(claims.sub, memory);
    this.ports.onChange?.();
    void lesson.ended.finally(() => {
      place[Symbol.dispose]();
      if (this.#memories.get(claims.sub) === memory)
        this.#memories.set(claims.sub, JSON.stringify(memory.turns));
      if (this.#lessons.get(claims.sub) === lesson) this.#lessons.delete(claims.sub);
      this.ports.onChange?.();
    });
    await before?.end("replaced");
    return { lesson, answer: peer.answer };
  }

  async #roleOf(profile: Profile, codec: VideoCodec): Promise<Role> {
    const remote = this.ports.remoteFaceOf?.(profile.avatar);
    return { profile, cast: castOf(profile, { ...(await this.#openFace(profile, codec)), remote }) };
  }

  async #keepRefreshing(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await setTimeout(rolesIntervalMs, undefined, { signal }).catch(() => {});
      await this.#refreshAll(signal);
    }
  }

  /** A function of its own: a loop that waited in here would remember the last lessons for as long as no others come. */
  async #refreshAll(signal: AbortSignal): Promise<void> {
    for (const lesson of [...this.#lessons.values()]) {
      if (!signal.aborted) await this.#refresh(lesson).catch((error) => this.ports.onError(error));
    }
  }

  /** A lesson goes on with its tutor as the admin has changed it. */
  async #refresh(lesson: Lesson): Promise<void> {
    const { role } = lesson;
    const profile = await this.ports.profiles.get(role.profile.id, rolesIntervalMs / 2).catch((error) => {
      if (error instanceof TutorUnknown || error instanceof ProfileUnavailable) return undefined;
      throw error;
    });
    if (!profile || profile === role.profile) return;
    const { avatar, pack, voice } = role.profile;
    const isSameFace = profile.avatar === avatar && profile.pack === pack;
    if (isSameFace && profile.voice === voice) lesson.change({ ...role, profile });
    else lesson.change(await this.#roleOf(profile, lesson.peer.videoCodec));
  }

  /** The session's lesson goes on over another network path; undefined when it has no such lesson. */
  restartIce(sessionId: string, lessonId: string): ReturnType<Peer["restartIce"]> | undefined {
    const lesson = this.#lessons.get(sessionId);
    return lesson?.id === lessonId ? lesson.peer.restartIce() : undefined;
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
    this.#stop.abort();
    await this.#refreshing;
    await Promise.all([...this.#lessons.values()].map((lesson) => lesson.end("stopping")));
  }
}

function turnsOf(memory: LessonMemory | string | undefined): readonly Turn[] {
  return typeof memory === "string" ? (JSON.parse(memory) as Turn[]) : (memory?.turns ?? []);
}
