// Made by `bun run generate` from openapi/ and engine/student/; changed there, never here.

// The types of /student/virtual-tutor.js.

export declare function connect(options: TutorOptions): TutorLesson;

export interface TutorOptions {
  /** Where browsers reach the backend. */
  readonly backendUrl: string;
  /** A public tutor. */
  readonly tutorId: string;
  /** What the tutor may call the student. */
  readonly guestName?: string;
  /** To go on with a session of before, as `onSession` gave it. Where it is gone, another one is opened. */
  readonly session?: KeptSession;
  readonly events: TutorEvents;
}

export interface TutorEvents extends LessonEvents {
  /** A session was opened; kept somewhere safe, it can be gone on with. */
  onSession?(session: KeptSession): void;
}

/** A lesson as its page has it. `say`, `interrupt` and `send` answer false while there is no connection: nothing is kept for later. */
export interface TutorLesson {
  /** Asks; `after`: when the tutor has finished, instead of interrupting. */
  say(text: string, when?: "now" | "after"): boolean;
  /** Silence, at once. */
  interrupt(): boolean;
  /** Any other message. */
  send(message: PageMessage): boolean;
  /** The student's microphone, for this connection and those that follow; undefined: off. The message `mic` makes the engine listen to it. */
  setVoice(track: MediaStreamTrack | undefined): void;
  /** Undefined while there is no connection. `connections`: how many there have been. */
  readonly stats: (LessonStats & { readonly connections: number }) | undefined;
  /** Leaves. No event comes after this. May be called again. `forGood`: the lesson does not go on later; the default. */
  end(options?: { readonly forGood?: boolean }): void;
}

/** What happens in a lesson; every one may be left out. */
export interface LessonEvents {
  /** A connection is being made; this is its picture and sound, to be played. */
  onMedia?(media: MediaStream): void;
  /** The tutor can be seen, heard and asked. */
  onLive?(): void;
  /** The connection is gone; another is being tried. */
  onLost?(): void;
  /** Everything the engine says. `arrivedAtMs` is on the clock of performance.now(). */
  onMessage?(message: EngineMessage, arrivedAtMs: number): void;
  /** New figures, four times a second. */
  onStats?(stats: LessonStats): void;
  /** The engine ended the lesson. */
  onEnded?(): void;
  /** The lesson cannot go on without the student doing something; the problem's `kind` says why. */
  onStopped?(problem: LessonProblem): void;
}

/** What tests and support read of a lesson's media; times in ms. Zero where the browser does not say. */
export interface LessonStats {
  readonly roundTripMs: number;
  readonly video: {
    readonly packets: number;
    readonly lost: number;
    /** Packets that the browser has asked for once more. */
    readonly repairs: number;
    readonly framesDecoded: number;
    readonly framesPerSecond: number;
    readonly freezes: number;
    readonly frozenMs: number;
    readonly width: number;
    readonly height: number;
    readonly codec: string;
    readonly jitterBufferMs: number;
    readonly estimatedPlayoutTimestamp: number;
  };
  readonly audio: {
    readonly packets: number;
    readonly lost: number;
    readonly samples: number;
    readonly concealedSamples: number;
    readonly level: number;
    readonly energy: number;
    readonly jitterBufferMs: number;
    readonly estimatedPlayoutTimestamp: number;
  };
}

/** Why something did not come about. */
export interface LessonProblem extends Error {
  readonly kind: ProblemKind;
  /** `retryAfterMs`: how long to wait before trying again, where the school says so. */
  readonly more: { readonly retryAfterMs?: number | undefined; readonly cause?: unknown };
}

/** Everything that can stand between a student and a lesson; each has its own words in every language. */
export type ProblemKind =
  | "address-wrong"
  | "tutor-unknown"
  | "tutor-enrolled"
  | "sign-in-refused"
  | "too-many-sign-ins"
  | "signed-out"
  | "password-wrong"
  | "password-weak"
  | "backend-unreachable"
  | "backend-failing"
  | "too-many-visits"
  | "ticket-refused"
  | "engine-unreachable"
  | "engine-failing"
  | "engine-full"
  | "offer-refused"
  | "no-picture"
  | "connection-lost"
  | "replaced"
  | "browser-unsupported";

/** What goes on with a session after a reload of the page. */
export interface KeptSession {
  readonly sessionId: string;
  /** A guest's only proof; students who have signed in need none. */
  readonly secret?: string | undefined;
  /** The number of its last turn, as far as the page knows. */
  readonly lastTurn?: number | undefined;
}

export type PageMessage = components["schemas"]["PageMessage"];

export type EngineMessage = components["schemas"]["EngineMessage"];

export interface components {
    schemas: {
        /** @description From the page to the engine. */
        PageMessage: components["schemas"]["Say"] | components["schemas"]["Interrupt"] | components["schemas"]["Settings"] | components["schemas"]["Rating"] | components["schemas"]["Mic"] | components["schemas"]["Missed"] | components["schemas"]["Ping"];
        /**
         * @description A question. While the tutor thinks or speaks, `when` decides: `now` interrupts, `after` waits until the answer has ended.
         *     Questions that wait are answered in their order once nothing else is, also after an `interrupt`.
         */
        Say: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "say";
            text: components["schemas"]["Question"];
            /**
             * @description `now` unless it is said.
             * @enum {string}
             */
            when?: "now" | "after";
        };
        /** @example How do plants make sugar? */
        Question: string;
        /** @description Silence, at once. */
        Interrupt: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "interrupt";
        };
        /** @description How the student wants to be answered from now on; what is absent stays as it is. */
        Settings: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "settings";
            /**
             * @description `face`, which lessons begin with: picture and sound. `voice`: sound alone. `text`: neither; nothing is said or drawn, and what
             *     is written counts as heard. The connection stays, so that it can change at any time.
             * @enum {string}
             */
            media?: "face" | "voice" | "text";
            /** @description Of the voice, from the next sentence on; 1 is its own. */
            speed?: number;
        };
        /** @description What the student thinks of an answer that has ended. It goes to the transcript with its turn. */
        Rating: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "rating";
            turn: number;
            rating: components["schemas"]["TurnRating"];
        };
        /**
         * @description Null where there is none (any more).
         * @enum {string|null}
         */
        TurnRating: "good" | "poor" | null;
        /**
         * @description The microphone, whose sound comes on the audio section of the same connection (offered as `sendrecv`). While it is on, the student's
         *     voice interrupts the tutor, and what was understood is asked when the student has paused for a moment. Off to begin with.
         */
        Mic: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "mic";
            on: boolean;
        };
        /**
         * @description Nothing has arrived for so long until this moment, as when a network changes. The tutor goes on from the sentence that was lost,
         *     where more than a word or two was.
         */
        Missed: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "missed";
            ms: number;
        };
        Ping: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ping";
            id: number;
            /** @description How often a relay had no place for the browser since the last ping. */
            relayRefusals?: number;
        };
        /** @description From the engine to the page. */
        EngineMessage: components["schemas"]["Ready"] | components["schemas"]["PastTurn"] | components["schemas"]["Receipt"] | components["schemas"]["Stored"] | components["schemas"]["Migrate"] | components["schemas"]["StateChanged"] | components["schemas"]["FaceChanged"] | components["schemas"]["Understood"] | components["schemas"]["TurnStarted"] | components["schemas"]["Delta"] | components["schemas"]["CitationMessage"] | components["schemas"]["Aside"] | components["schemas"]["Caption"] | components["schemas"]["VoiceChanged"] | components["schemas"]["TurnEnded"] | components["schemas"]["Pong"] | components["schemas"]["ProblemMessage"] | components["schemas"]["Bye"];
        /** @description The first message. */
        Ready: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ready";
            /** @description What the student says is understood when `mic` turns it on. */
            microphone: boolean;
            lesson: components["schemas"]["LessonId"];
            tutor: {
                name: string;
                language: string;
            };
        };
        /** @description Names a lesson and the engine that has it; only engines can read it. */
        LessonId: string;
        /** @description A turn of the session from before this connection, in order, after `ready`; at most 20 of them, long ones shortened. */
        PastTurn: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "past";
            turn: number;
            question: string | null;
            answer: string;
            heard: string;
            /** @enum {string} */
            outcome: "open" | "complete" | "interrupted" | "failed" | "cut";
            /** @enum {string} */
            source: "greeting" | "model" | "notes" | "guardrail";
            flags: components["schemas"]["TurnFlag"][];
            rating: components["schemas"]["TurnRating"];
            citations: components["schemas"]["CitedPlace"][];
        };
        /** @enum {string} */
        TurnFlag: "homework" | "harmful" | "distress" | "unchecked";
        /** @description A source that an earlier answer names, without its passage. */
        CitedPlace: {
            number: number;
            title: string | null;
            page: number | null;
            headings: string[];
        };
        /**
         * @description A turn that has ended, signed, for the page to keep until `stored` comes. A page that finds receipts of an earlier time gives
         *     them to the backend (`redeemReceipts`).
         */
        Receipt: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "receipt";
            turn: number;
            receipt: string;
        };
        /** @description The turn is in the transcript; its receipt can be forgotten. */
        Stored: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "stored";
            turn: number;
        };
        /**
         * @description This engine is about to stop. It takes no more questions, finishes the answer that it is giving, and says `bye` with the
         *     reason `stopping`; the page goes on with another ticket, and asks there what was asked meanwhile.
         */
        Migrate: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "migrate";
        };
        StateChanged: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "state";
            state: components["schemas"]["LessonState"];
            /** @description The model answers others first. */
            queue?: components["schemas"]["Queue"];
            /**
             * @description With `degraded`: who answers; `model`: its answer broke off.
             * @enum {string}
             */
            source?: "model" | "notes";
        };
        /**
         * @description `waking`: the model is being loaded; sent again at least every 10 s. `degraded`: speaking from the notes because no model can
         *     be reached, or ending an answer that broke off.
         * @enum {string}
         */
        LessonState: "idle" | "listening" | "thinking" | "waking" | "speaking" | "degraded";
        Queue: {
            /** @description 1 is next, 0 is now. */
            place: number;
            /** @description Null while nobody can tell. */
            expectedMs: number | null;
        };
        /**
         * @description Whose picture of the tutor is sent from now on; a lesson begins with the embedded one. `none`: every face is taken, and the lesson
         *     goes on in text, as with the setting `text`, until one is free; `queue` is the place in the line, told again when it changes.
         *     `maintenance`: the avatar server is about to change, or is being changed; the lesson goes on with the embedded face, and the
         *     other one comes back by itself.
         */
        FaceChanged: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "face";
            /** @enum {string} */
            shown: "embedded" | "remote" | "none";
            maintenance: boolean;
            queue?: components["schemas"]["Queue"];
        };
        /**
         * @description What the student is saying, as far as it was understood; comes again while it grows. `isFinal`: the student has paused; what was
         *     understood is asked, and an empty text is nothing.
         */
        Understood: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "understood";
            text: string;
            isFinal: boolean;
        };
        TurnStarted: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "turn";
            turn: number;
            /** @description Null for the greeting. */
            question: string | null;
        };
        /** @description The next piece of the answer's text, as it is written. */
        Delta: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "delta";
            turn: number;
            text: string;
        };
        /** @description The answer of this turn is about to name a source; comes once for each. */
        CitationMessage: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "citation";
            turn: number;
            citation: components["schemas"]["Citation"];
        };
        /** @description A source that an answer names. In the text it stands as its number in brackets, which is not spoken. */
        Citation: {
            number: number;
            /** @description Of the document; null for the notes in the tutor's settings. */
            title: string | null;
            page: number | null;
            /** @description Outermost first. */
            headings: string[];
            /** @description The passage; empty where an answer goes on that was cut off after it had come. */
            text: string;
        };
        /** @description Words that bridge a wait, whose sound begins now. They are no part of the answer. */
        Aside: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "aside";
            turn: number;
            text: string;
            /** @description On the lesson's media clock. */
            atMs: number;
            durationMs: number;
        };
        /** @description A sentence whose sound begins now. It comes again, under the same index, as more of its words get their times. */
        Caption: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "caption";
            turn: number;
            index: number;
            /** @description The answer's text between `from` and `to`. */
            text: string;
            from: components["schemas"]["AnswerOffset"];
            to: components["schemas"]["AnswerOffset"];
            atMs: number;
            durationMs: number;
            words: components["schemas"]["CaptionWord"][];
        };
        /** @description A place in the answer's text, in UTF-16 units from its first delta on. */
        AnswerOffset: number;
        /** @description A word of the voice and the part of the answer that it says. */
        CaptionWord: {
            /** @description As it is spoken: "hundred" where the answer says "100". */
            text: string;
            /** @description On the lesson's media clock. */
            atMs: number;
            from: components["schemas"]["AnswerOffset"];
            to: components["schemas"]["AnswerOffset"];
        };
        /** @description Who speaks from here on, when that changes; a lesson begins with the tutor's own voice. */
        VoiceChanged: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "voice";
            /**
             * @description `other`: another voice of the language. `nobody`: captions go on without sound.
             * @enum {string}
             */
            speaks: "own" | "other" | "nobody";
        };
        TurnEnded: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "turn-end";
            turn: number;
            /**
             * @description `failed`: the answer broke off, or could not be given. `cut`: the lesson ended in the middle of it.
             * @enum {string}
             */
            outcome: "complete" | "interrupted" | "failed" | "cut";
            /**
             * @description Who answered; `guardrail`: the question was declined before anybody was asked.
             * @enum {string}
             */
            source: "greeting" | "model" | "notes" | "guardrail";
            /** @description What the guardrail found in the question; `unchecked`: the model that should have looked could not. */
            flags: components["schemas"]["TurnFlag"][];
            /** @description What the student heard. */
            heard: string;
            /** @description Where in the answer the student stopped hearing. */
            heardTo: components["schemas"]["AnswerOffset"];
            latency: components["schemas"]["Latency"];
        };
        /**
         * @description Where the time went: milliseconds from the start of the turn to each moment, in the order in which they come; absent where
         *     the turn did not get that far.
         */
        Latency: {
            /** @description The guardrail let the question pass. */
            guardMs?: number;
            /** @description The passages of the notes were found. */
            notesMs?: number;
            /** @description The first words were written. */
            firstTextMs?: number;
            /** @description The first words to be said were whole. */
            firstSentenceMs?: number;
            /** @description Their sound was sent. */
            firstAudioMs?: number;
            /** @description The first picture of the speaking face was sent. */
            firstPictureMs?: number;
            /** @description The last sound was sent. */
            heardMs?: number;
        };
        Pong: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pong";
            id: number;
        };
        ProblemMessage: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "problem";
            problem: components["schemas"]["Problem"];
            /** @description When to try again; absent where nobody can tell. */
            retryAfterMs?: number;
        };
        /** @description RFC 9457. `type` is relative to this document. */
        Problem: {
            type: components["schemas"]["ProblemType"];
            title: string;
            status: number;
            detail?: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @enum {string} */
        ProblemType: "invalid-json" | "invalid-offer" | "unauthorized" | "forbidden" | "not-found" | "method-not-allowed" | "conflict" | "precondition-failed" | "too-large" | "unsupported-media-type" | "invalid-request" | "too-many-requests" | "internal" | "unavailable";
        FieldError: {
            /** @description Where the field is: body, path, query or header. */
            in: string;
            /** @description A JSON pointer (RFC 6901) to the field. */
            pointer: string;
            detail: string;
        };
        /** @description The last message. */
        Bye: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "bye";
            /**
             * @description `ended`: by the student. `replaced`: by another lesson of the student's. `stopping`: the engine stops, the lesson goes on
             *     elsewhere. `gone`: there is no such tutor, or no such student, any more. `disabled`: the student's account is.
             * @enum {string}
             */
            reason: "ended" | "replaced" | "stopping" | "gone" | "disabled";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
