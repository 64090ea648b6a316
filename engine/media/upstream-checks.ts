import { isAuthentic, looksLikeStun, readBindingRequest } from "./stun.ts";
import { iceAgentOf, udpEndpointsOf } from "./werift-internals.ts";

/** Class bits of a STUN message (RFC 8489 §5): both are zero in a request. */
const classBits = 0x0110;

/**
 * Lets only those connectivity checks through to a full ICE agent that carry our user name and prove our password, and only
 * from the controlled side, since we made the offer. To be called when its sockets are open and before the answer is known.
 */
export function guardChecks(connection: object): void {
  const agent = iceAgentOf(connection);
  for (const endpoint of udpEndpointsOf(agent)) {
    const receive = endpoint.datagramReceived;
    if (typeof receive !== "function") throw new Error("This release of werift has no datagramReceived.");
    endpoint.datagramReceived = (datagram: Buffer, from: unknown) => {
      if (isRequest(datagram)) {
        const check = readBindingRequest(datagram, "controlling");
        if (check?.localUfrag !== agent.localUsername || !isAuthentic(check, agent.localPassword)) return;
      }
      receive.call(endpoint, datagram, from);
    };
  }
}

const isRequest = (datagram: Buffer) =>
  looksLikeStun(datagram) && datagram.length >= 2 && (datagram.readUInt16BE(0) & classBits) === 0;
