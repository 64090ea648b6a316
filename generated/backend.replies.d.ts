// Made by `bun run generate` from openapi/; changed there, never here.
import type { Validator } from "../openapi/binding/contract.ts";

export declare const Tokens: Validator;
export declare const Problem: Validator;
export declare const Admin: Validator;
export declare const TutorPage: Validator;
export declare const Tutor: Validator;
export declare const TutorInfo: Validator;
export declare const Visit: Validator;
export declare const TicketGiven: Validator;
export declare const ReceiptsRedeemed: Validator;
export declare const SessionPage: Validator;
export declare const Transcript: Validator;
export declare const Jwks: Validator;
export declare const Profile: Validator;
export declare const TurnList: Validator;
export declare const Liveness: Validator;
export declare const Readiness: Validator;
export declare const getDocs_200: Validator;
