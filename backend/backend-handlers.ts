import type { BackendSecurity } from "../generated/backend.contract.ts";
import type { components, operations } from "../generated/backend.types.ts";
import type { Authenticator, Handlers } from "../openapi/binding/handler.ts";

/** Whoever holds an access token. */
export interface Account {
  readonly adminId: string;
}

/** One authenticator for each security scheme of the contract. */
export type BackendAuthenticators = {
  readonly bearerAuth: Authenticator<Account>;
  readonly passwordFlow: Authenticator<Account>;
  readonly serviceToken: Authenticator<"engine">;
};

/** A handler for every operation; each *-routes.ts file has those of its tag. */
export type BackendHandlers = Handlers<operations, BackendSecurity, BackendAuthenticators>;

export type Schemas = components["schemas"];
