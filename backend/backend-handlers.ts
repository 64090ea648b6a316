import type { BackendSecurity } from "../generated/backend.contract.ts";
import type { components, operations } from "../generated/backend.types.ts";
import type { ClosedReplies } from "../openapi/binding/closed-replies.ts";
import type { Authenticator, Handlers } from "../openapi/binding/handler.ts";

/** Whoever holds an access token. */
export interface Account {
  readonly adminId: string;
  readonly role: "owner" | "admin";
}

/** A student who holds an access token, with the tutor and the tenancy. */
export interface StudentAccount {
  readonly adminId: string;
  readonly tutorId: string;
  readonly studentId: string;
}

/** One authenticator for each security scheme of the contract. */
export type BackendAuthenticators = {
  readonly bearerAuth: Authenticator<Account>;
  readonly passwordFlow: Authenticator<Account>;
  readonly studentAuth: Authenticator<StudentAccount>;
  readonly serviceToken: Authenticator<"engine">;
};

/** A handler for every operation; each *-routes.ts file has those of its tag. */
export type BackendHandlers = Handlers<operations, BackendSecurity, BackendAuthenticators>;

/** All handlers of the backend; a field that the contract does not declare does not compile. */
export const backendHandlers = <Given extends BackendHandlers>(
  handlers: Given & ClosedReplies<Given, operations>,
): BackendHandlers => handlers;

export type Schemas = components["schemas"];
