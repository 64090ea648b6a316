/**
 * What of a DTLS datagram may reach the DTLS layer (RFC 6347 §4.1). Before the handshake is done: whole, well-formed records
 * of a handshake. Afterwards: encrypted records only, of which handshake records are few. Alerts are left out: those of a
 * handshake are not authentic, and later ones are opened here.
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
  const early = ({ contentType }: DtlsRecord) =>
    contentType === handshake || contentType === changeCipherSpec || contentType === applicationData;
  const late = (record: DtlsRecord) => {
    if (record.epoch === 0) return false;
    if (record.contentType === applicationData) return true;
    if (record.contentType === handshake) return ++lateHandshakes <= lateHandshakesMax && isFinished(record);
    if (record.contentType === alert && opened(record)) onAlert();
    return false;
  };
  const opened = (record: DtlsRecord) => {
    try {
      return open(record);
    } catch {
      return undefined;
    }
  };
  /** A new handshake inside the old one would change the keys behind the proof. */
  const isFinished = (record: DtlsRecord) => opened(record)?.[0] === 20;

  return {
    pass(datagram) {
      const records = readRecords(datagram);
      if (!records) return undefined;
      const connected = isConnected();
      if (!connected && ++handshakeDatagrams > handshakeDatagramsMax) return undefined;
      const kept = records.filter(connected ? late : early);
      if (kept.length === records.length) return datagram;
      return kept.length > 0 ? Buffer.concat(kept.map((record) => record.bytes)) : undefined;
    },
  };
}
