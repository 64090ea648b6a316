import { HandshakeOrder } from "./dtls-handshake-order.ts";

/**
 * What of a DTLS datagram may reach the DTLS layer (RFC 6347 §4.1). Before the handshake is done: well-formed records of a
 * handshake, its messages whole and in order. Afterwards: encrypted records only, of which handshake records are few.
 * Alerts are left out: those of a handshake are not authentic, and later ones are opened here.
 */
export interface RecordGate {
  /** The records to pass on, in one piece; undefined when nothing is left. */
  pass(datagram: Buffer): Buffer | undefined;
}

export interface DtlsRecord {
  contentType: number;
  epoch: number;
  sequenceNumber: number;
  bytes: Buffer;
}

const headerBytes = 13;
const changeCipherSpec = 20;
const alert = 21;
const handshake = 22;
const applicationData = 23;
const certificateVerify = 15;
const finished = 20;
/** A whole handshake with retries is under 40 datagrams; this bounds what an unproven peer can make us keep. */
export const handshakeDatagramsMax = 200;
/** After the handshake only a repeated last flight is legitimate. */
export const lateHandshakesMax = 32;

/** Splits a datagram; undefined when it is not a sequence of whole DTLS records. */
export function readRecords(datagram: Buffer): DtlsRecord[] | undefined {
  const records: DtlsRecord[] = [];
  for (let at = 0; at < datagram.length; ) {
    if (at + headerBytes > datagram.length) return undefined;
    const end = at + headerBytes + datagram.readUInt16BE(at + 11);
    // Major version 254 is DTLS 1.x.
    if (end > datagram.length || datagram[at + 1] !== 254) return undefined;
    records.push({
      contentType: datagram[at]!,
      epoch: datagram.readUInt16BE(at + 3),
      sequenceNumber: datagram.readUIntBE(at + 5, 6),
      bytes: datagram.subarray(at, end),
    });
    at = end;
  }
  return records;
}

export interface RecordGateOptions {
  isConnected(): boolean;
  /** Opens an encrypted record; throws when it is not authentic. */
  open(record: DtlsRecord): Buffer;
  /** The peer said, authentically, that it closes or cannot go on. */
  onAlert(): void;
}

export function recordGate({ isConnected, open, onAlert }: RecordGateOptions): RecordGate {
  let handshakeDatagrams = 0;
  let lateHandshakes = 0;
  const order = new HandshakeOrder();
  const early = (record: DtlsRecord): Buffer | undefined => {
    const { contentType, epoch, bytes } = record;
    if (contentType === changeCipherSpec || contentType === applicationData) return bytes;
    if (contentType !== handshake) return undefined;
    // The first encrypted message is Finished, which makes sense only after all others.
    if (epoch > 0) return order.has(certificateVerify) ? bytes : undefined;
    const body = order.take(bytes.subarray(headerBytes));
    return body && withBody(bytes, body);
  };
  const late = (record: DtlsRecord): Buffer | undefined => {
    if (record.epoch === 0) return undefined;
    if (record.contentType === applicationData) return record.bytes;
    if (record.contentType === handshake) {
      return ++lateHandshakes <= lateHandshakesMax && isFinished(record) ? record.bytes : undefined;
    }
    if (record.contentType === alert && opened(record)) onAlert();
    return undefined;
  };
  const opened = (record: DtlsRecord) => {
    try {
      return open(record);
    } catch {
      return undefined;
    }
  };
  /** A new handshake inside the old one would change the keys behind the proof. */
  const isFinished = (record: DtlsRecord) => opened(record)?.[0] === finished;

  return {
    pass(datagram) {
      const records = readRecords(datagram);
      if (!records) return undefined;
      const connected = isConnected();
      if (!connected && ++handshakeDatagrams > handshakeDatagramsMax) return undefined;
      const kept = records.map(connected ? late : early).filter((bytes) => bytes !== undefined);
      return kept.length > 0 ? Buffer.concat(kept) : undefined;
    },
  };
}

/** The record with another body. */
function withBody(record: Buffer, body: Buffer): Buffer {
  const copy = Buffer.concat([record.subarray(0, headerBytes), body]);
  copy.writeUInt16BE(body.length, headerBytes - 2);
  return copy;
}
