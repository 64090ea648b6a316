import { createHash, createHmac, timingSafeEqual, verify, X509Certificate } from "node:crypto";

/** The peer did not prove that it holds the key of the certificate it was announced with. */
export class PeerUnproven extends Error {
  override readonly name = "PeerUnproven";
}

/** A DTLS handshake message in the order of the transcript (RFC 6347 §4.2.6). */
export interface HandshakeMessage {
  msg_type: number;
  fragment: Buffer;
  serialize(): Buffer;
}

/** What a finished handshake leaves behind on the server's side. */
export interface FinishedHandshake {
  /** Both sides' messages, in order, without HelloVerifyRequest and the hello before it. */
  transcript: readonly HandshakeMessage[];
  /** DER of the browser's certificate. */
  certificate: Buffer | undefined;
  masterSecret: Buffer;
}

const certificateVerify = 15;
const finished = 20;
/** RFC 5246 §7.4.1.4.1; SHA-1 and MD5 are not accepted. */
const hashes: Readonly<Record<number, string>> = { 4: "sha256", 5: "sha384", 6: "sha512" };
const signatureKinds: Readonly<Record<number, string>> = { 1: "rsa", 3: "ec" };
const verifyDataBytes = 12;

/**
 * Throws PeerUnproven unless the client of the handshake holds the private key of its certificate, that certificate is the
 * one named by `fingerprint` (SHA-256, upper-case hex pairs with colons) and both sides saw the same handshake.
 * Must pass before the first media packet or message: RFC 5763 §5 rests the caller's identity on it.
 */
export function provePeer(handshake: FinishedHandshake, fingerprint: string): void {
  const { transcript, certificate } = handshake;
  if (!certificate) throw new PeerUnproven("The peer sent no certificate.");
  const x509 = new X509Certificate(certificate);
  if (x509.fingerprint256 !== fingerprint)
    throw new PeerUnproven("The peer's certificate is not the one of its offer.");
  checkCertificateVerify(transcript, x509);
  checkFinished(transcript, handshake.masterSecret);
}

/** RFC 5246 §7.4.8: a signature over all messages before it. */
function checkCertificateVerify(transcript: readonly HandshakeMessage[], certificate: X509Certificate): void {
  const at = onlyIndex(transcript, certificateVerify, "CertificateVerify");
  const { fragment } = transcript[at]!;
  if (fragment.length < 4 || fragment.length !== 4 + fragment.readUInt16BE(2)) {
    throw new PeerUnproven("The peer's CertificateVerify is malformed.");
  }
  const hash = hashes[fragment[0]!];
  const key = certificate.publicKey;
  if (!hash || signatureKinds[fragment[1]!] !== key.asymmetricKeyType) {
    throw new PeerUnproven("The peer signed with an algorithm that is not accepted.");
  }
  if (!verify(hash, bytesBefore(transcript, at), key, fragment.subarray(4))) {
    throw new PeerUnproven("The peer's CertificateVerify is not signed with its certificate's key.");
  }
}

/** RFC 5246 §7.4.9: a digest of all messages before it, keyed with the master secret. */
function checkFinished(transcript: readonly HandshakeMessage[], masterSecret: Buffer): void {
  const at = transcript.findIndex((message) => message.msg_type === finished);
  if (at < 0) throw new PeerUnproven("The peer sent no Finished.");
  const digest = createHash("sha256").update(bytesBefore(transcript, at)).digest();
  const expected = prfSha256(masterSecret, "client finished", digest, verifyDataBytes);
  const { fragment } = transcript[at]!;
  if (fragment.length !== verifyDataBytes || !timingSafeEqual(expected, fragment)) {
    throw new PeerUnproven("The peer's Finished does not fit the handshake.");
  }
}

function onlyIndex(transcript: readonly HandshakeMessage[], type: number, name: string): number {
  const at = transcript.findIndex((message) => message.msg_type === type);
  if (at < 0) throw new PeerUnproven(`The peer sent no ${name}.`);
  if (transcript.some((message, i) => i > at && message.msg_type === type)) {
    throw new PeerUnproven(`The peer sent more than one ${name}.`);
  }
  return at;
}

function bytesBefore(transcript: readonly HandshakeMessage[], at: number): Buffer {
  return Buffer.concat(transcript.slice(0, at).map((message) => message.serialize()));
}

/** P_SHA256 of RFC 5246 §5. */
function prfSha256(secret: Buffer, label: string, seed: Buffer, bytes: number): Buffer {
  const labelled = Buffer.concat([Buffer.from(label), seed]);
  const parts: Buffer[] = [];
  for (let a = labelled, have = 0; have < bytes; have += 32) {
    a = createHmac("sha256", secret).update(a).digest();
    parts.push(createHmac("sha256", secret).update(a).update(labelled).digest());
  }
  return Buffer.concat(parts).subarray(0, bytes);
}
