// Made by `bun run generate` from openapi/; changed there, never here.
import type { Validator } from "../openapi/binding/contract.ts";

export declare const OfferAnswer: Validator;
export declare const Envelope: Validator;
export declare const SpeakingReply: Validator;
export declare const ForkHealth: Validator;
export declare const AdminSessions: Validator;
export declare const AdminConfig: Validator;
export declare const SpeechEvent: Validator;
export declare const AvatarNames: Validator;
export declare const ManagerReply: Validator;
export declare const AvatarTaskStarted: Validator;
export declare const AvatarTaskReply: Validator;
export declare const AvatarTasks: Validator;
