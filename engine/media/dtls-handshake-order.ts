const headerBytes = 12;
/** A client's hello, certificate chain and key shares stay well below. */
export const handshakeMessageMaxBytes = 16 * 1024;

/** A message that arrives in fragments: its bytes up to the first gap. */
interface PartialMessage {
  sequence: number;
  bytes: Buffer;
  filled: number;
}

/**
 * Puts the plaintext handshake messages of a DTLS client together and in order (RFC 6347 §4.2.2, §4.2.3): what is passed on
 * are whole messages, none before the one it follows. The rest is left to the client's retransmission, so that loss and
 * reordering cost time and not the connection.
 */
export class HandshakeOrder {
  /** `message_seq` of the first message that has not been whole yet. */
  #next = 0;
  #partial: PartialMessage | undefined;
  readonly #whole = new Set<number>();

  /** True once a message of this type has been whole. */
  has(type: number): boolean {
    return this.#whole.has(type);
  }

  /** The body of a handshake record, as the whole messages that it completes; undefined when there are none. */
  take(body: Buffer): Buffer | undefined {
    const messages: Buffer[] = [];
    for (let at = 0; at < body.length; ) {
      if (at + headerBytes > body.length) return undefined;
      const end = at + headerBytes + body.readUIntBE(at + 9, 3);
      if (end > body.length) return undefined;
      const message = this.#takeFragment(body.subarray(at, end));
      if (message) messages.push(message);
      at = end;
    }
    return messages.length > 0 ? Buffer.concat(messages) : undefined;
  }

  #takeFragment(fragment: Buffer): Buffer | undefined {
    const total = fragment.readUIntBE(1, 3);
    const sequence = fragment.readUInt16BE(4);
    const offset = fragment.readUIntBE(6, 3);
    const length = fragment.readUIntBE(9, 3);
    // An earlier message that comes again passes, too: it makes the other side repeat its answer.
    if (sequence > this.#next || total > handshakeMessageMaxBytes || offset + length > total)
      return undefined;
    if (length < total && !this.#fill(fragment, sequence, total, offset)) return undefined;
    const message = length === total ? fragment : wholeMessage(fragment, this.#partial!.bytes);
    if (this.#partial?.sequence === sequence) this.#partial = undefined;
    if (sequence === this.#next) {
      this.#next++;
      this.#whole.add(fragment[0]!);
    }
    return message;
  }

  /** True when the fragment fills the last gap of its message. */
  #fill(fragment: Buffer, sequence: number, total: number, offset: number): boolean {
    const current = this.#partial;
    // The client has gone on: what it repeats from before is no longer worth the space.
    if (current && current.sequence > sequence) return false;
    if (!current || current.sequence < sequence || current.bytes.length !== total) {
      this.#partial = { sequence, bytes: Buffer.alloc(total), filled: 0 };
    }
    const partial = this.#partial!;
    if (offset > partial.filled) return false;
    fragment.copy(partial.bytes, offset, headerBytes);
    partial.filled = Math.max(partial.filled, offset + fragment.length - headerBytes);
    return partial.filled === total;
  }
}

/** RFC 6347 §4.2.6: the message as if it had been sent in one piece. */
function wholeMessage(fragment: Buffer, bytes: Buffer): Buffer {
  const header = Buffer.from(fragment.subarray(0, headerBytes));
  header.writeUIntBE(0, 6, 3);
  header.writeUIntBE(bytes.length, 9, 3);
  return Buffer.concat([header, bytes]);
}
