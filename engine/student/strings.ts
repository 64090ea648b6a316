import type { components } from "../../generated/engine.types.ts";
import type { ConnectionQuality } from "./connection-quality.ts";
import type { MessageOf } from "./lesson-messages.ts";
import type { ProblemKind } from "./page-problem.ts";
import type { Preferences } from "./preferences.ts";
import { chinese } from "./strings-chinese.ts";
import { english } from "./strings-english.ts";

type LessonState = components["schemas"]["LessonState"];
type ProblemType = components["schemas"]["ProblemType"];

export interface Advice {
  readonly title: string;
  readonly advice: string;
}

/** Every word of the page in one language. */
export interface Strings {
  /** BCP 47, for the `lang` of the page. */
  readonly language: string;
  readonly product: string;
  readonly aiTutor: string;
  readonly skipToQuestion: string;
  readonly skipToContent: string;
  readonly loading: string;
  readonly stage: string;
  readonly panel: string;
  readonly caption: string;
  readonly conversation: string;
  readonly starters: string;
  readonly sound: string;
  readonly volume: string;
  readonly mute: string;
  readonly unmute: string;
  readonly turnOnSound: string;
  readonly media: string;
  readonly medias: Readonly<Record<Preferences["media"], string>>;
  readonly speed: string;
  readonly captions: string;
  readonly fullScreen: string;
  readonly leaveFullScreen: string;
  readonly qualities: Readonly<Record<ConnectionQuality, string>>;
  readonly saveTranscript: string;
  readonly signIn: string;
  readonly signInNote: string;
  readonly email: string;
  readonly password: string;
  readonly changePassword: string;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly passwordRule: string;
  readonly passwordChanged: string;
  readonly signOut: string;
  readonly cancel: string;
  readonly close: string;
  readonly back: string;
  readonly yourLessons: string;
  readonly olderLessons: string;
  readonly readLesson: string;
  readonly goOn: string;
  readonly goOnWithLesson: string;
  readonly nothingSaid: string;
  readonly youCanAsk: string;
  readonly optional: string;
  readonly startLesson: string;
  readonly startAgain: string;
  readonly tryAgain: string;
  readonly continueHere: string;
  readonly endLesson: string;
  readonly recordNote: string;
  readonly yourQuestion: string;
  readonly questionHint: string;
  readonly askNote: string;
  readonly send: string;
  readonly stop: string;
  readonly stopTitle: string;
  readonly jumpToLatest: string;
  readonly connecting: string;
  readonly reconnecting: string;
  readonly moving: string;
  readonly you: string;
  readonly notHeard: string;
  readonly interrupted: string;
  readonly cutOff: string;
  readonly answerFailed: string;
  readonly speak: string;
  readonly stopSpeaking: string;
  readonly listening: string;
  readonly microphone: string;
  readonly allowMicrophone: string;
  readonly microphoneHelp: Readonly<Record<"denied" | "missing", string>>;
  readonly recogniserNote: string;
  readonly recogniserAgree: string;
  readonly recogniserFailed: string;
  readonly tutorNotes: string;
  readonly sources: string;
  page(page: number): string;
  readonly fromNotes: string;
  readonly declined: string;
  /** The tutor writes until there is a face; `place` 1 is next. */
  faceAwaited(name: string, place: number, minutes: number | undefined): string;
  faceCame(name: string): string;
  inQueue(place: number, seconds: number | undefined): string;
  readonly askAfter: string;
  readonly waited: string;
  readonly stages: Readonly<Record<keyof MessageOf<"turn-end">["latency"], string>>;
  readonly rateAnswer: string;
  readonly ratedGood: string;
  readonly ratedPoor: string;
  readonly writing: string;
  readonly notDelivered: string;
  readonly askAgain: string;
  readonly ended: Advice;
  /** The state `idle` while the tutor's picture is being changed. */
  readonly faceChanges: string;
  readonly states: Readonly<Record<LessonState, string>>;
  /** In place of "degraded", when the model's answer is what is being said. */
  readonly brokeOff: string;
  /** In place of "speaking", when it is not the tutor's own voice. */
  readonly voices: Readonly<Record<"other" | "nobody", string>>;
  readonly problems: Readonly<Record<ProblemKind, Advice>>;
  /** What the engine complains of during a lesson; anything else is `otherTrouble`. */
  readonly troubles: Readonly<Partial<Record<ProblemType, string>>>;
  readonly otherTrouble: string;
  tutorPicture(name: string): string;
  signInTo(name: string): string;
  welcomeBack(student: string): string;
  accountOf(student: string): string;
  turnCount(turns: number): string;
  welcomeTitle(name: string): string;
  welcomeAbout(name: string, subject: string): string;
  guestName(name: string): string;
  askHint(name: string): string;
  /** Shown under a problem that says when to come back. */
  tryAgainIn(seconds: number): string;
}

/** `asked` is the page's `?lang=`; it wins over the browser's languages. English when neither names one we have. */
export function chooseStrings(asked: string | null, preferred: readonly string[]): Strings {
  for (const language of asked ? [asked, ...preferred] : preferred) {
    const primary = language.toLowerCase().split("-")[0];
    if (primary === "zh") return chinese;
    if (primary === "en") return english;
  }
  return english;
}
