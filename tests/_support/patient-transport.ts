import type { RTCDtlsTransport } from "werift";

/** Handshake type and flight number of RFC 6347, section 4.2.4. */
const helloVerifyRequest = 3;
const flightAfterVerification = 3;
/** Each waits twice as long as the one before, from 50 ms on: 25 s altogether. */
const checksSentAgain = 8;

/** Of werift's ICE agent what is private. */
interface IceAgentInternals {
  checkRequestOptions(pair: unknown): { readonly retransmissions: number };
}

/** Of werift's DTLS client what is private. */
interface DtlsClientInternals {
  readonly dtls: { readonly flight: number };
  onHandleHandshakes(messages: readonly { readonly msg_type: number }[]): Promise<void>;
}

/**
 * Lets werift as a client live through an engine that a busy machine keeps from answering, as browsers do. By itself it gives up after one
 * and a half seconds without an answer to its ICE check; and after half a second it says hello again, is asked for its cookie again, and
 * takes the second asking for the end. To be called before the connection begins.
 */
export function letAnswersComeLate(transport: RTCDtlsTransport): void {
  const agent = transport.iceTransport.connection as unknown as IceAgentInternals;
  const options = agent.checkRequestOptions.bind(agent);
  agent.checkRequestOptions = (pair) => ({ ...options(pair), retransmissions: checksSentAgain });
  const { unSubscribe } = transport.onStateChange.subscribe((state) => {
    if (state !== "connecting") return;
    unSubscribe();
    // The client is made after this event, and says hello a tenth of a second later.
    queueMicrotask(() => ignoreSecondAsking(transport.dtls as unknown as DtlsClientInternals));
  });
}

function ignoreSecondAsking(client: DtlsClientInternals): void {
  const handle = client.onHandleHandshakes;
  client.onHandleHandshakes = (messages) =>
    handle(
      messages.filter(
        ({ msg_type }) => msg_type !== helloVerifyRequest || client.dtls.flight < flightAfterVerification,
      ),
    );
}
