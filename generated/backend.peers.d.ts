// Made by `bun run generate` from openapi/; changed there, never here.
import type { Validator } from "../openapi/binding/contract.ts";

export declare const PassageQuery: Validator;
export declare const LessonReport: Validator;
export declare const TurnDelivery: Validator;
export declare const AvatarReported: Validator;
export declare const ReceiptClaims: Validator;
export declare const Jwks: Validator;
export declare const Profile: Validator;
export declare const TurnList: Validator;
export declare const LessonVerdict: Validator;
export declare const PassageList: Validator;
export declare const Problem: Validator;
