import { createHmac } from "node:crypto";
import type { components } from "../../generated/engine.types.ts";

/** TURN servers that share a secret with this engine (coturn's `use-auth-secret`). */
export interface TurnRelay {
  /** Of each relay its addresses of RFC 7065, such as "turn:relay.school.example:3478?transport=tcp". Neither list is empty. */
  readonly relays: readonly (readonly string[])[];
  readonly secret: string;
  /** True: students' browsers send nothing but through it. */
  readonly only: boolean;
}

export type IceServers = components["schemas"]["IceServers"];

/** Long enough for a slow start of a lesson. What is made with a credential outlives it. */
const credentialSeconds = 600;

/**
 * What a browser needs to know to reach the engine. `id` names whom the relay's quota is for, and is seen by whoever runs the
 * relay. Credentials are those of draft-uberti-behave-turn-rest-00, section 2.2: the user name begins with the time in seconds
 * at which they end, and the password is its HMAC-SHA1; coturn knows no other hash. `chance`, from 0 to 1, chooses one relay: a
 * browser takes a place at each address that it is told. Whoever asks again, as after a relay that fails, may be told another one.
 */
export function iceServersFor(
  id: string,
  relay: TurnRelay | undefined,
  { nowMs = Date.now(), chance = Math.random() } = {},
): IceServers {
  if (!relay) return { iceServers: [], iceTransportPolicy: "all" };
  const { relays } = relay;
  const urls = relays[Math.min(Math.floor(chance * relays.length), relays.length - 1)]!;
  const username = `${Math.floor(nowMs / 1000) + credentialSeconds}:${id}`;
  const credential = createHmac("sha1", relay.secret).update(username).digest("base64");
  return {
    iceServers: [{ urls: [...urls], username, credential }],
    iceTransportPolicy: relay.only ? "relay" : "all",
  };
}
