// Made by `bun run generate` from openapi/; changed there, never here.
import type { Validator } from "../openapi/binding/contract.ts";

export declare const Login: Validator;
export declare const PasswordForm: Validator;
export declare const RefreshToken: Validator;
export declare const PasswordChange: Validator;
export declare const AdminCreate: Validator;
export declare const AdminUpdate: Validator;
export declare const PasswordReset: Validator;
export declare const KeyRotation: Validator;
export declare const StudentLogin: Validator;
export declare const TutorCreate: Validator;
export declare const TutorUpdate: Validator;
export declare const createTutorWithAvatar_form: Validator;
export declare const createAvatar_form: Validator;
export declare const AvatarUpdate: Validator;
export declare const VisitCreate: Validator;
export declare const TicketCreate: Validator;
export declare const Receipts: Validator;
export declare const StudentCreate: Validator;
export declare const importStudents_body: Validator;
export declare const StudentUpdate: Validator;
