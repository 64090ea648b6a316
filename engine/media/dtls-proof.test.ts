import { beforeAll, describe, expect, test } from "bun:test";
import { sign } from "node:crypto";
import { CipherContext, DtlsClient, DtlsServer, fingerprint, type Transport } from "werift";
import { type FinishedHandshake, type HandshakeMessage, PeerUnproven, provePeer } from "./dtls-proof.ts";

const ecdsaSha256 = { hash: 4, signature: 3 } as const;
const secp256r1 = 23;

/** One end of a wire in memory. */
class WireEnd implements Transport {
  readonly type = "memory";
  readonly address = { address: "", port: 0, family: "" };
  closed = false;
  onData: Transport["onData"] = () => {};
  other: WireEnd | undefined;

  send = async (data: Buffer) => {
    const copy = Buffer.from(data);
    setImmediate(() => this.other?.onData(copy, ["memory", 0]));
  };
  close = async () => {
    this.closed = true;
  };
}

/** A real handshake between two ends, kept as the server's side saw it. */
async function capture(): Promise<{ handshake: FinishedHandshake; name: string; clientKey: string }> {
  const [server, client] = await Promise.all([makeCertificate(), makeCertificate()]);
  const [serverEnd, clientEnd] = [new WireEnd(), new WireEnd()];
  serverEnd.other = clientEnd;
  clientEnd.other = serverEnd;
  const common = { extendedMasterSecret: true, signatureHash: ecdsaSha256 };
  const listening = new DtlsServer({
    ...common,
    transport: serverEnd,
    cert: server.certPem,
    key: server.keyPem,
    certificateRequest: true,
  });
  const connecting = new DtlsClient({
    ...common,
    transport: clientEnd,
    cert: client.certPem,
    key: client.keyPem,
  });
  const connected = listening.onConnect.asPromise(5000);
  await connecting.connect();
  await connected;
  const { masterSecret, remoteCertificate: certificate } = listening.cipher;
  const transcript = listening.dtls.sortedHandshakeCache;
  return {
    handshake: { transcript, certificate, masterSecret },
    name: fingerprint(certificate!, "sha256"),
    clientKey: client.keyPem,
  };
}

const makeCertificate = () => CipherContext.createSelfSignedCertificateWithKey(ecdsaSha256, secp256r1);

let captured: Awaited<ReturnType<typeof capture>>;
beforeAll(async () => {
  captured = await capture();
});

/** The captured handshake with one message changed. */
function tampered(type: number, change: (fragment: Buffer) => Buffer | undefined): FinishedHandshake {
  const transcript = captured.handshake.transcript.flatMap((message): HandshakeMessage[] => {
    if (message.msg_type !== type) return [message];
    const fragment = change(Buffer.from(message.fragment));
    if (!fragment) return [];
    return [
      {
        msg_type: type,
        fragment,
        serialize: () => Buffer.concat([message.serialize().subarray(0, 12), fragment]),
      },
    ];
  });
  return { ...captured.handshake, transcript };
}

const flip = (at: number) => (fragment: Buffer) => {
  fragment[at < 0 ? fragment.length + at : at]! ^= 1;
  return fragment;
};

test("a real handshake proves the peer", () => {
  expect(() => provePeer(captured.handshake, captured.name)).not.toThrow();
});

describe("the peer is refused", () => {
  const refused = (handshake: FinishedHandshake, reason: RegExp, name = captured.name) => {
    expect(() => provePeer(handshake, name)).toThrow(PeerUnproven);
    expect(() => provePeer(handshake, name)).toThrow(reason);
  };

  test("without a certificate", () =>
    refused({ ...captured.handshake, certificate: undefined }, /no certificate/));

  test("with a certificate other than the one of its offer", () =>
    refused(
      captured.handshake,
      /not the one/,
      captured.name.replace(/^../, (pair) => (pair === "00" ? "01" : "00")),
    ));

  test("without CertificateVerify", () =>
    refused(
      tampered(15, () => undefined),
      /no CertificateVerify/,
    ));

  test("with a forged signature", () => refused(tampered(15, flip(-1)), /not signed/));

  test("with a signature made by another key", async () => {
    const other = await makeCertificate();
    const before = captured.handshake.transcript.slice(
      0,
      captured.handshake.transcript.findIndex((m) => m.msg_type === 15),
    );
    const bytes = Buffer.concat(before.map((message) => message.serialize()));
    const resigned = (key: string) => {
      const signature = sign("sha256", bytes, key);
      const head = Buffer.from([4, 3, signature.length >> 8, signature.length & 0xff]);
      return tampered(15, () => Buffer.concat([head, signature]));
    };
    refused(resigned(other.keyPem), /not signed/);
    // The same construction with the right key passes that check and fails at the next one.
    refused(resigned(captured.clientKey), /Finished/);
  });

  test("with a signature in an algorithm that is not accepted", () => {
    const inAlgorithm = (hash: number, signature: number) =>
      tampered(15, (fragment) => {
        fragment[0] = hash;
        fragment[1] = signature;
        return fragment;
      });
    refused(inAlgorithm(2, 3), /not accepted/);
    refused(inAlgorithm(4, 1), /not accepted/);
    refused(inAlgorithm(0, 0), /not accepted/);
  });

  test("with a malformed signature", () => {
    refused(
      tampered(15, () => Buffer.from([4])),
      /malformed/,
    );
    refused(
      tampered(15, (fragment) => fragment.subarray(0, -1)),
      /malformed/,
    );
  });

  test("with two signatures", () => {
    const { transcript } = captured.handshake;
    const verify = transcript.find((message) => message.msg_type === 15)!;
    refused({ ...captured.handshake, transcript: [...transcript, verify] }, /more than one/);
  });

  test("when what either side said before was changed on the way", () => {
    for (const type of [1, 2, 11, 12, 16]) refused(tampered(type, flip(-1)), /not signed/);
  });

  test("without Finished, with a forged one or with the wrong keys", () => {
    refused(
      tampered(20, () => undefined),
      /no Finished/,
    );
    refused(tampered(20, flip(0)), /Finished does not fit/);
    refused(
      tampered(20, () => Buffer.alloc(0)),
      /Finished does not fit/,
    );
    refused({ ...captured.handshake, masterSecret: Buffer.alloc(48) }, /Finished does not fit/);
  });
});
