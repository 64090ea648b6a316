// Made by `bun run generate` from openapi/; changed there, never here.
import type { Validator } from "../openapi/binding/contract.ts";

export declare const chat_query: Validator;
export declare const chatStream_query: Validator;
export declare const listModels_query: Validator;
export declare const tutorChat_path: Validator;
export declare const tutorChat_query: Validator;
export declare const tutorChatStream_path: Validator;
export declare const tutorChatStream_query: Validator;
export declare const startLesson_path: Validator;
export declare const startLesson_query: Validator;
export declare const endLesson_path: Validator;
export declare const endLesson_query: Validator;
export declare const getIceServers_path: Validator;
export declare const getIceServers_query: Validator;
export declare const getStudentPage_path: Validator;
export declare const getStudentPage_query: Validator;
export declare const getStudentAsset_path: Validator;
export declare const getStudentAsset_query: Validator;
export declare const getLiveness_query: Validator;
export declare const getReadiness_query: Validator;
export declare const getHealth_query: Validator;
export declare const getContract_query: Validator;
export declare const getDocs_query: Validator;
export declare const getDocsAsset_path: Validator;
export declare const getDocsAsset_query: Validator;
