// Made by `bun run generate` from openapi/; changed there, never here.
import type { ServerSentEvent } from "../openapi/binding/server-sent-events.ts";

export interface paths {
    "/api/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the model */
        post: operations["chat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the model and read the reply as it is written
         * @description This page shows a stream only after it has ended.
         */
        post: operations["chatStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models that can be asked now */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/embeddings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What passages of documents mean, as vectors
         * @description For the backend, which finds passages by the angles between vectors of the same model.
         */
        post: operations["embedTexts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/chat": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the tutor
         * @description 429 where the student has asked too much for now, in lessons or here.
         */
        post: operations["tutorChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/chat/stream": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the tutor and read the reply as it is written
         * @description This page shows a stream only after it has ended.
         */
        post: operations["tutorChatStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/webrtc": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a lesson
         * @description One request (as in WHEP): an SDP offer with one audio, one video and one data section in, the whole answer out.
         *     Candidates in the offer are ignored; the engine is ICE-lite and answers to whoever knows the password in its answer.
         *     A ticket starts one lesson; starting its session again elsewhere ends the lesson before.
         *
         *     The Location names the engine that has the lesson, in a form that only engines can read: requests to it may reach any
         *     engine, which asks that one. Where that one is gone the lesson is not found, and a new offer goes on with the session.
         */
        post: operations["startLesson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/webrtc/{lessonId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                lessonId: components["parameters"]["LessonId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a lesson */
        delete: operations["endLesson"];
        options?: never;
        head?: never;
        /**
         * Go on over another network path
         * @description An ICE restart (RFC 8445, section 9) as in WHEP: the browser's new credentials in, the engine's out (`a=ice-ufrag` and `a=ice-pwd`; RFC
         *     8840, section 9). Everything else of the connection stays. Those before are good until the next restart.
         */
        patch: operations["restartIce"];
        trace?: never;
    };
    "/api/tutors/{tutorId}/ice-servers": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        /**
         * ICE servers for the browser's peer connection
         * @description The school's relay (TURN) for students whose network lets no UDP through to the engine, with credentials that are good for ten minutes. What
         *     is connected by then stays so; a restart of ICE needs new ones.
         */
        get: operations["getIceServers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatar/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every face, and what the avatar server says of itself */
        get: operations["listAvatars"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatar/preview/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: components["parameters"]["AvatarName"];
            };
            cookie?: never;
        };
        /** A face at rest */
        get: operations["previewAvatar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatar/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a face can be made with */
        get: operations["listAvatarModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatar/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a face from a video, a photo or a drawn tutor
         * @description The file is the form's last part. The answer comes when all of it has arrived; the job tells how it ends. `video` and
         *     `photo` are made here, in a process of their own, and need consent. For a model of the avatar server the video goes on
         *     to it as it comes and is never held here; the face will be called `mageurite_` and the name.
         *
         *     A name that is a UUID is the id of an avatar of the backend: the backend is told how the job goes, and a face that it does
         *     not know is deleted.
         */
        post: operations["createAvatar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatar/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a face ready for its first lesson
         * @description An embedded face is opened and its pictures at rest are recorded, so that nobody waits for them. On an avatar server it
         *     is maintenance: the server starts anew, and its students go on with the embedded face until it is back; the job is done
         *     when the server can be reached again, whatever it said before.
         */
        post: operations["startAvatar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatar/jobs/{jobId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: components["parameters"]["JobId"];
            };
            cookie?: never;
        };
        /** How a job stands */
        get: operations["getAvatarJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatar/jobs/{jobId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: components["parameters"]["JobId"];
            };
            cookie?: never;
        };
        /**
         * How a job goes on, until it ends
         * @description This page shows a stream only after it has ended.
         */
        get: operations["watchAvatarJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatar/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: components["parameters"]["AvatarName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a face
         * @description Lessons that show it go on with it until they end; its files are removed here at once, and from the caches of other
         *     engines when they look next. The drawn tutors cannot be deleted.
         */
        delete: operations["deleteAvatar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tts/voices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Voices that can speak now, the one that a language gets by itself first */
        get: operations["listVoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tts/engines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What makes speech, and what keeps the others from it */
        get: operations["listSpeechEngines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tts/synthesize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Speak a text
         * @description Markdown is read as a tutor would read it: marks are dropped, figures and units become words. Where the voice cannot
         *     speak, another of the language does; where none can, the answer is a problem and not silence.
         */
        post: operations["synthesize"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tutors/{tutorId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        /** The student's page */
        get: operations["getStudentPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tutors/{tutorId}/poster": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        /**
         * The tutor at rest, for the page before the lesson
         * @description Of a tutor that is not public, with a face that is not drawn, a picture of nothing, behind which the page shows the tutor's initial; a
         *     person's face is for those who may have the lesson.
         */
        get: operations["getTutorPoster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/student/{asset}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                asset: components["parameters"]["Asset"];
            };
            cookie?: never;
        };
        /**
         * A file of the student's page, or the client module `virtual-tutor.js` with its types, `virtual-tutor.d.ts`
         * @description Any site may import the module; what it can ask for is limited to the sites that may embed a tutor.
         */
        get: operations["getStudentAsset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The service can do its work */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as /readyz */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getContract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Swagger UI */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/{asset}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                asset: components["parameters"]["Asset"];
            };
            cookie?: never;
        };
        /** A file of Swagger UI */
        get: operations["getDocsAsset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Format: uuid
         * @description A UUIDv7 (RFC 9562).
         * @example 01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f
         */
        Id: string;
        /** @description Names a lesson and the engine that has it; only engines can read it. */
        LessonId: string;
        /** @enum {string} */
        ProblemType: "invalid-json" | "invalid-offer" | "unauthorized" | "forbidden" | "not-found" | "method-not-allowed" | "conflict" | "precondition-failed" | "too-large" | "unsupported-media-type" | "invalid-request" | "too-many-requests" | "internal" | "unavailable";
        /** @description RFC 9457. `type` is relative to this document. */
        Problem: {
            type: components["schemas"]["ProblemType"];
            title: string;
            status: number;
            detail?: string;
            errors?: components["schemas"]["FieldError"][];
        };
        FieldError: {
            /** @description Where the field is: body, path, query or header. */
            in: string;
            /** @description A JSON pointer (RFC 6901) to the field. */
            pointer: string;
            detail: string;
        };
        /**
         * @description `mageurite` is whatever the avatar server shows, `mageurite_` and a name one of its avatars.
         * @example ada
         * @example mageurite_anna
         */
        AvatarName: string;
        /**
         * @description A label. Names of drawn tutors and names that begin with `mageurite` are taken.
         * @example anna
         */
        NewAvatarName: string;
        /**
         * @description `video`, `photo` and `drawn` are made here; `mageurite` and names that begin with `mageurite_` on the avatar server.
         * @example video
         */
        AvatarModelId: string;
        AvatarForm: {
            name: components["schemas"]["NewAvatarName"];
            model: components["schemas"]["AvatarModelId"];
            /** @description For `drawn`: which tutor. */
            preset?: components["schemas"]["AvatarName"];
            /**
             * @description Needed for `video` and `photo`: who declares that the person shown agrees; an id rather than a name. It is stored in
             *     the face itself.
             */
            consentBy?: string;
            /**
             * Format: date-time
             * @description When that was declared; now, unless given.
             */
            consentAt?: string;
            /**
             * Format: binary
             * @description The video or the photo. The last part of the form.
             */
            file?: Blob;
        };
        AvatarModel: {
            id: components["schemas"]["AvatarModelId"];
            /** @enum {string} */
            source: "embedded" | "mageurite";
            /**
             * @description Media types of the file; empty where none is taken.
             * @example [
             *       "video/mp4"
             *     ]
             */
            accepts: string[];
            /** @description Size of the file at most. */
            bytesMax: number;
            /** @description What there is to choose from; empty where a file is taken. */
            presets: string[];
            needsConsent: boolean;
            /** @description A face can be made with it now. */
            available: boolean;
            description: string;
        };
        AvatarModelList: {
            items: components["schemas"]["AvatarModel"][];
        };
        /** @description What a face was made of. It is stored in the face itself. */
        AvatarProvenance: {
            /** @description Of the file that was sent. */
            sourceSha256: string;
            consentBy: string;
            /** Format: date-time */
            consentAt: string;
            /** Format: date-time */
            madeAt: string;
        };
        Avatar: {
            name: components["schemas"]["AvatarName"];
            /** @enum {string} */
            source: "embedded" | "mageurite";
            /** @description Null where it is not known. */
            model: components["schemas"]["AvatarModelId"] | null;
            /** @description A lesson that begins now can have this face. */
            running: boolean;
            /** @description Null for drawn tutors and those of an avatar server. */
            provenance: components["schemas"]["AvatarProvenance"] | null;
        };
        AvatarServer: {
            /** @example Mageurite fork; 8 places; is asked whether it speaks; avatars: create, start, preview, delete */
            description: string;
            /** @enum {string|null} */
            generation: "newest" | "fork" | "old" | null;
            /** @description It announces when a sentence begins. */
            events: boolean;
            /** @description Avatars can be made. */
            managed: boolean;
            /** @description What can be done to its avatars now. Where none is started each lesson has the avatar that it asks for. */
            can: ("create" | "start" | "preview" | "delete")[];
            places: {
                /** @description Lent to lessons. */
                used: number;
                /** @description Kept for the next student. */
                idle: number;
                /** @description Ended without the server knowing yet. */
                ghosts: number;
                /** @description Taken by somebody else. */
                others: number;
                max: number;
            };
        };
        AvatarList: {
            items: components["schemas"]["Avatar"][];
            /** @description Null where none is configured. */
            server: components["schemas"]["AvatarServer"] | null;
        };
        AvatarStart: {
            name: components["schemas"]["AvatarName"];
        };
        /** @description How good a face will be, for its owner. */
        AvatarReport: {
            /** @description Seconds of the video that were used. */
            seconds: number;
            /** @description Share of the pictures in which the face was followed. */
            tracked: number;
            /** @description Usual turn of the face aside; 0 looks into the camera. */
            yawDeg: number;
            /** @description And up or down. */
            pitchDeg: number;
            /** @description Of the face, from 16 (black) to 235. */
            brightness: number;
            /** @description Widest gap between the lips, as a share of the eyes' distance. */
            mouthOpen: number;
            mouths: number;
            /** @description Mouths that were opened further than filmed. */
            mouthsExtended: number;
            loopSeconds: number;
            /** @description In the pictures at rest; 0 where blinks are made. */
            blinks: number;
            /** @description What could be better. */
            notes: {
                /** @example rather-dark */
                id: string;
                /** @example More light on the face would help. */
                text: string;
            }[];
        };
        AvatarJob: {
            id: components["schemas"]["Id"];
            /** @enum {string} */
            kind: "create" | "start";
            /** @description As the list shows it. */
            name: components["schemas"]["AvatarName"];
            /** @enum {string} */
            state: "running" | "done" | "failed";
            /**
             * @description Null where it is not known.
             * @enum {string|null}
             */
            stage: "waiting" | "probe" | "track" | "loop" | "mouths" | "pack" | null;
            /** @description Of the whole; null where it is not known. */
            fraction: number | null;
            /**
             * @description Why it failed, where the file is the reason.
             * @enum {string|null}
             */
            reason: "too-large" | "wrong-format" | "undecodable" | "no-video" | "wrong-size" | "too-short" | "no-face" | "several-faces" | "too-small" | "turned-away" | "too-dark" | "too-costly" | null;
            /** @description Why it failed and what to do, for people. */
            detail: string | null;
            /** @description Once a face was made from a video or a photo. */
            report: components["schemas"]["AvatarReport"] | null;
        };
        /**
         * @description BCP 47.
         * @example en
         * @example zh-CN
         */
        Language: string;
        /**
         * @example rms
         * @example espeak_cmn
         * @example openai_alloy
         */
        VoiceId: string;
        /**
         * @description `openai`: any server with OpenAI's `/v1/audio/speech`. `mageurite`: Mageurite's TTS gateway. `sherpa`: a model on this
         *     machine. `flite`: built in. `espeak`: eSpeak NG, an optional package in a process of its own.
         * @enum {string}
         */
        SpeechEngineName: "openai" | "mageurite" | "sherpa" | "flite" | "espeak";
        Voice: {
            id: components["schemas"]["VoiceId"];
            engine: components["schemas"]["SpeechEngineName"];
            /** @description BCP 47; null: whatever its server is given. */
            language: string | null;
            /** @example Ray (Flite) */
            label: string;
            /** @description What is said does not leave this machine. */
            offline: boolean;
            /**
             * @description `phonemes`: the voice tells when it makes which sound. `none`: the lips follow what is heard.
             * @enum {string}
             */
            timings: "phonemes" | "none";
            licence: string;
        };
        VoiceList: {
            items: components["schemas"]["Voice"][];
        };
        SpeechEngine: {
            name: components["schemas"]["SpeechEngineName"];
            /**
             * @description `resting`: it failed a moment ago, and other voices speak in its place until it is tried again.
             * @enum {string}
             */
            state: "ready" | "resting" | "absent";
            /**
             * @description Why it is not ready.
             * @example SPEECH_URL is not set
             */
            reason: string | null;
            voices: number;
        };
        SpeechEngineList: {
            items: components["schemas"]["SpeechEngine"][];
        };
        SpeechRequest: {
            /** @example Water boils at 100 °C. */
            text: string;
            language: components["schemas"]["Language"];
            voice?: components["schemas"]["VoiceId"];
            /**
             * @description A factor of the voice's own speed.
             * @default 1
             */
            rate?: number;
        };
        ChatMessage: {
            /** @enum {string} */
            role: "system" | "user" | "assistant";
            content: string;
        };
        ChatRequest: {
            messages: components["schemas"]["ChatMessage"][];
            model?: string;
            temperature?: number;
        };
        /** @description An earlier question and what the student heard of its answer. */
        Exchange: {
            question: string;
            heard: string;
            /** @description What had been written of an interrupted answer and was not heard; absent where nothing was interrupted. */
            unheard?: string;
        };
        TutorChatRequest: {
            message: components["schemas"]["Question"];
            /** @default [] */
            history?: components["schemas"]["Exchange"][];
        };
        /** @example How do plants make sugar? */
        Question: string;
        /**
         * @description Who answers: the language model, the tutor's own notes where no model can be reached, or the guardrail where a question is
         *     declined.
         * @enum {string}
         */
        Source: "model" | "notes" | "guardrail";
        ChatReply: {
            text: string;
            source: components["schemas"]["Source"];
            model: string | null;
            citations: components["schemas"]["Citation"][];
        };
        ChatEvent: components["schemas"]["ChatDelta"] | components["schemas"]["ChatCited"] | components["schemas"]["ChatWaking"] | components["schemas"]["ChatDone"] | components["schemas"]["ChatFailed"];
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
        /** @description A source that an earlier answer names, without its passage. */
        CitedPlace: {
            number: number;
            title: string | null;
            page: number | null;
            headings: string[];
        };
        /** @description Comes before the first text that names the source. */
        ChatCited: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "citation";
            citation: components["schemas"]["Citation"];
        };
        ChatDelta: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "delta";
            text: string;
        };
        /** @description The model is being loaded. */
        ChatWaking: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "waking";
        };
        ChatDone: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "done";
            source: components["schemas"]["Source"];
            model: string | null;
        };
        ChatFailed: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "failed";
            problem: components["schemas"]["Problem"];
        };
        EmbeddingRequest: {
            texts: string[];
        };
        EmbeddingReply: {
            model: string;
            vectors: number[][];
        };
        ModelList: {
            items: string[];
        };
        IceServers: {
            iceServers: components["schemas"]["IceServer"][];
            /**
             * @description RTCIceTransportPolicy: `relay` where the engine is reached in no other way.
             * @enum {string}
             */
            iceTransportPolicy: "all" | "relay";
        };
        /** @description RTCIceServer (W3C WebRTC, section 4.2.4). */
        IceServer: {
            urls: string[];
            username?: string;
            credential?: string;
        };
        /** @description What a ticket says. Its header has `alg` EdDSA, `typ` tutor-ticket+jwt and a `kid` of the backend's key set. */
        TicketClaims: {
            /** @constant */
            iss: "virtual-tutor-backend";
            /** @constant */
            aud: "virtual-tutor-engine";
            /** @description The session. */
            sub: components["schemas"]["Id"];
            tutor: components["schemas"]["Id"];
            /** @description What the tutor may call the student. */
            student?: string;
            /** @description Whose questions are counted together; absent for guests, whose session is. */
            studentId?: components["schemas"]["Id"];
            /** @description True: the session has begun before, and its lesson goes on where it was. */
            resumed?: boolean;
            jti: string;
            iat: number;
            exp: number;
            capabilities: ("chat" | "webrtc")[];
        };
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
        /**
         * @description Null where there is none (any more).
         * @enum {string|null}
         */
        TurnRating: "good" | "poor" | null;
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
        /**
         * @description `waking`: the model is being loaded; sent again at least every 10 s. `degraded`: speaking from the notes because no model can
         *     be reached, or ending an answer that broke off.
         * @enum {string}
         */
        LessonState: "idle" | "listening" | "thinking" | "waking" | "speaking" | "degraded";
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
        /** @description A word of the voice and the part of the answer that it says. */
        CaptionWord: {
            /** @description As it is spoken: "hundred" where the answer says "100". */
            text: string;
            /** @description On the lesson's media clock. */
            atMs: number;
            from: components["schemas"]["AnswerOffset"];
            to: components["schemas"]["AnswerOffset"];
        };
        /** @description A place in the answer's text, in UTF-16 units from its first delta on. */
        AnswerOffset: number;
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
        /** @enum {string} */
        TurnFlag: "homework" | "harmful" | "distress" | "unchecked";
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
        Liveness: {
            /** @constant */
            status: "live";
        };
        Readiness: {
            /** @constant */
            status: "ready";
            /** @description Each part the service needs, by name. */
            checks: {
                [key: string]: string;
            };
            /** @description What the service can do without; only where `verbose` asks for it. */
            parts?: components["schemas"]["OptionalPart"][];
        };
        OptionalPart: {
            /** @enum {string} */
            name: "ollama" | "mageurite";
            /**
             * @description `off`: it is not configured.
             * @enum {string}
             */
            state: "ok" | "down" | "off";
            /** @description What was found, or what is wrong; English. */
            detail: string;
        };
    };
    responses: {
        /** @description The body cannot be read */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Credentials are missing or not valid */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such object, or it is somebody else's */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The ticket has been used */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is a face of this name, it cannot be changed, or the avatar server refuses or is busy */
        AvatarConflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The job has begun */
        AvatarJobStarted: {
            headers: {
                Location: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["AvatarJob"];
            };
        };
        /** @description The body is too large */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body's media type is not one of those above */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A field does not conform */
        InvalidRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many; `Retry-After` says in how many seconds to try again */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not available right now; `Retry-After` says in how many seconds to try again */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The file */
        Asset: {
            headers: {
                "Cache-Control": string;
                [name: string]: unknown;
            };
            content: {
                "text/javascript": Blob;
                "text/css": Blob;
                "image/png": Blob;
                "image/svg+xml": Blob;
            };
        };
    };
    parameters: {
        TutorId: components["schemas"]["Id"];
        AvatarName: components["schemas"]["AvatarName"];
        JobId: components["schemas"]["Id"];
        LessonId: components["schemas"]["LessonId"];
        Asset: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    chat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatRequest"];
            };
        };
        responses: {
            /** @description The whole reply */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatReply"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    chatStream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatRequest"];
            };
        };
        responses: {
            /** @description Server-sent events; a comment line every 10 s while nothing else is sent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": AsyncIterable<ServerSentEvent<components["schemas"]["ChatEvent"]>>;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    listModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Their names */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelList"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    embedTexts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "texts": [
                 *         "Chlorophyll absorbs red and blue light."
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["EmbeddingRequest"];
            };
        };
        responses: {
            /** @description A vector for each text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmbeddingReply"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    tutorChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TutorChatRequest"];
            };
        };
        responses: {
            /** @description The whole reply */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatReply"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    tutorChatStream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TutorChatRequest"];
            };
        };
        responses: {
            /** @description Server-sent events; a comment line every 10 s while nothing else is sent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": AsyncIterable<ServerSentEvent<components["schemas"]["ChatEvent"]>>;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    startLesson: {
        parameters: {
            query?: {
                /**
                 * @description Where every face is taken. `refuse`: 503. `text`: the lesson begins in text, which `face` tells with its place in the line,
                 *     and goes on with picture and voice as soon as there is a face; 503 only where the line is full as well.
                 */
                ifFull?: "refuse" | "text";
                /**
                 * @description The number of the last turn that the page has seen of the session. It may not be in the transcript yet, when the engine that has it
                 *     is gone: its number is not given to another turn.
                 */
                lastTurn?: number;
            };
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/sdp": string;
            };
        };
        responses: {
            /** @description The answer */
            201: {
                headers: {
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/sdp": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    endLesson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                lessonId: components["parameters"]["LessonId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    restartIce: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                lessonId: components["parameters"]["LessonId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/trickle-ice-sdpfrag": string;
            };
        };
        responses: {
            /** @description The engine's new credentials */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/trickle-ice-sdpfrag": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getIceServers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What to give to RTCPeerConnection; without servers where the engine is reached directly */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IceServers"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    listAvatars: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The faces */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvatarList"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    previewAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: components["parameters"]["AvatarName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": Blob;
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAvatarModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The models */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvatarModelList"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    createAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["AvatarForm"];
            };
        };
        responses: {
            202: components["responses"]["AvatarJobStarted"];
            401: components["responses"]["Unauthorized"];
            409: components["responses"]["AvatarConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    startAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AvatarStart"];
            };
        };
        responses: {
            202: components["responses"]["AvatarJobStarted"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["AvatarConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAvatarJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: components["parameters"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job; kept for an hour after its end */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvatarJob"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    watchAvatarJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: components["parameters"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job now and after each change; the stream ends with the job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": AsyncIterable<ServerSentEvent<components["schemas"]["AvatarJob"]>>;
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    deleteAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: components["parameters"]["AvatarName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["AvatarConflict"];
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    listVoices: {
        parameters: {
            query?: {
                /** @description Only voices that speak it. */
                language?: components["schemas"]["Language"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The voices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceList"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    listSpeechEngines: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every speech engine there could be */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpeechEngineList"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    synthesize: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SpeechRequest"];
            };
        };
        responses: {
            /** @description Mono, 48 kHz, 16 bit */
            200: {
                headers: {
                    /** @description The voice that began. */
                    Voice: string;
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": Blob;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    getStudentPage: {
        parameters: {
            query?: {
                /** @description The page's language (BCP 47); without it the browser's. */
                lang?: string;
            };
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    /** @description `frame-ancestors` names the sites that the tutor's admin lets embed the page. */
                    "Content-Security-Policy": string;
                    "Cache-Control": string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            422: components["responses"]["InvalidRequest"];
        };
    };
    getTutorPoster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    "Cache-Control": string;
                    [name: string]: unknown;
                };
                content: {
                    "image/png": Blob;
                };
            };
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    getStudentAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                asset: components["parameters"]["Asset"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    "Cache-Control": string;
                    "Access-Control-Allow-Origin": "*";
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": Blob;
                    "text/css": Blob;
                    "text/plain": Blob;
                    "image/png": Blob;
                    "image/svg+xml": Blob;
                };
            };
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            422: components["responses"]["InvalidRequest"];
        };
    };
    getReadiness: {
        parameters: {
            query?: {
                /** @description Tells of parts as well that the service can do without, as they were within the last seconds. */
                verbose?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    getContract: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contract, byte for byte */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": Blob;
                };
            };
            422: components["responses"]["InvalidRequest"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    "Content-Security-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            422: components["responses"]["InvalidRequest"];
        };
    };
    getDocsAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                asset: components["parameters"]["Asset"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Asset"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
}
