// Made by `bun run generate` from openapi/; changed there, never here.
import type { Validator } from "../openapi/binding/contract.ts";

export declare const ChatReply: Validator;
export declare const Problem: Validator;
export declare const ChatEvent: Validator;
export declare const ModelList: Validator;
export declare const EmbeddingReply: Validator;
export declare const startLesson_201: Validator;
export declare const restartIce_200: Validator;
export declare const IceServers: Validator;
export declare const AvatarList: Validator;
export declare const AvatarModelList: Validator;
export declare const AvatarJob: Validator;
export declare const VoiceList: Validator;
export declare const SpeechEngineList: Validator;
export declare const getStudentPage_200: Validator;
export declare const Liveness: Validator;
export declare const Readiness: Validator;
export declare const getDocs_200: Validator;
