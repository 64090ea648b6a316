// Made by `bun run generate` from openapi/; changed there, never here.
import type { Validator } from "../openapi/binding/contract.ts";

export declare const ChatRequest: Validator;
export declare const EmbeddingRequest: Validator;
export declare const TutorChatRequest: Validator;
export declare const startLesson_body: Validator;
export declare const restartIce_body: Validator;
export declare const createAvatar_form: Validator;
export declare const AvatarStart: Validator;
export declare const SpeechRequest: Validator;
export declare const PageMessage: Validator;
export declare const TicketClaims: Validator;
export declare const ModelList: Validator;
export declare const VoiceList: Validator;
export declare const AvatarList: Validator;
export declare const AvatarModelList: Validator;
export declare const Readiness: Validator;
export declare const EmbeddingReply: Validator;
