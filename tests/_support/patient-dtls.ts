import type { RTCDtlsTransport } from "werift";

/** Handshake type and flight numbers of RFC 6347, section 4.2.4. */
const helloVerifyRequest = 3;
const flightAfterVerification = 3;

/** Of werift's DTLS client what is private. */
interface DtlsClientInternals {
  readonly dtls: { readonly flight: number };
  onHandleHandshakes(messages: readonly { readonly msg_type: number }[]): Promise<void>;
}

/**
 * Lets werift's DTLS client live through a server that takes more than half a second to answer. It then says hello again, is asked
 * for the cookie again, and gives up at the second time of asking; browsers ignore that.
 */
export function letAskTwice(transport: RTCDtlsTransport): void {
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
