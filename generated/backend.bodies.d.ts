// Made by `bun run generate` from openapi/; changed there, never here.
import type { Validator } from "../openapi/binding/contract.ts";

export declare const login_body_0: Validator;
export declare const login_body_1: Validator;
export declare const refresh_body: Validator;
export declare const logout_body: Validator;
export declare const createTutor_body: Validator;
export declare const updateTutor_body: Validator;
export declare const createVisit_body: Validator;
export declare const deliverTurns_body: Validator;
