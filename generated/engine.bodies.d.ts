// Made by `bun run generate` from openapi/; changed there, never here.
import type { Validator } from "../openapi/binding/contract.ts";

export declare const EngineMessage: Validator;
export declare const TicketClaims: Validator;
