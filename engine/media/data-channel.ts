import type { RTCDataChannel, RTCSctpTransport } from "werift";
import { isPlausibleSctp, packetMaxBytes } from "./sctp-packets.ts";
import { associationOf, sctpReceiverOf } from "./werift-internals.ts";

/** Longest message in UTF-8 bytes, either way. */
export const messageMaxBytes = 64 * 1024;
/** What may wait to be sent; a page that reads slower than this loses its lesson rather than our memory. */
export const channelBufferMaxBytes = 1024 * 1024;
/** Channels besides the one expected that a browser may try to open. */
export const strayChannelsMax = 8;
/** Fragments of unfinished messages: twice those of the longest message on every channel we let be. */
const fragmentsMax = 1024;

export interface DataChannelHandlers {
  /** Anything came, be it only word that a message has arrived. */
  onHeard(): void;
  onOpen(): void;
  onMessage(text: string): void;
  /** The browser closed the channel, or the association under it. */
  onClosed(): void;
  /** The browser broke a rule of the channel and must go. */
  onAbuse(): void;
}

/** The one text channel of a peer, opened by the browser (RFC 8831, RFC 8832). */
export class DataChannel {
  #channel: RTCDataChannel | undefined;
  #strays = 0;
  #open = false;
  refused = 0;

  constructor(
    private readonly sctp: RTCSctpTransport,
    private readonly label: string,
    private readonly handlers: DataChannelHandlers,
  ) {
    this.#guard();
    sctp.onDataChannel.subscribe((channel) => this.#accept(channel));
  }

  get open(): boolean {
    return this.#open;
  }

  send(text: string): boolean {
    const bytes = Buffer.byteLength(text);
    if (bytes > messageMaxBytes)
      throw new RangeError(`A message of ${bytes} bytes is longer than ${messageMaxBytes}.`);
    const channel = this.#channel;
    if (!this.#open || !channel || channel.bufferedAmount + bytes > channelBufferMaxBytes) return false;
    channel.send(text);
    return true;
  }

  close(): void {
    this.#open = false;
    this.#channel?.onMessage.allUnsubscribe();
    this.#channel = undefined;
  }

  /** Only plausible packets reach the association, and none of its failures leaves here. */
  #guard(): void {
    const association = associationOf(this.sctp);
    const receiver = sctpReceiverOf(this.sctp);
    this.sctp.dtlsTransport.dataReceiver = (packet) => {
      if (!isPlausibleSctp(packet)) {
        this.refused++;
        return;
      }
      this.handlers.onHeard();
      association.handleData(packet).catch(() => this.refused++);
      if (isOverfull(association)) this.handlers.onAbuse();
    };
    this.sctp.sctp.onReceive.allUnsubscribe();
    this.sctp.sctp.onReceive.subscribe((streamId, protocol, data) => {
      receiver.datachannelReceive(streamId, protocol, data).catch(() => this.refused++);
    });
  }

  #accept(channel: RTCDataChannel): void {
    if (this.#channel || channel.label !== this.label) {
      this.refused++;
      this.#strays++;
      if (this.#strays > strayChannelsMax) this.handlers.onAbuse();
      // It is announced before it is open, and only an open channel can be closed.
      else queueMicrotask(() => channel.close());
      return;
    }
    this.#channel = channel;
    channel.onMessage.subscribe((data) => this.#receive(data));
    channel.stateChanged.subscribe((state) => {
      if (state === "open" && !this.#open && this.#channel === channel) {
        this.#open = true;
        this.handlers.onOpen();
      } else if (state === "closed" && this.#channel === channel) {
        this.close();
        this.handlers.onClosed();
      }
    });
  }

  #receive(data: string | Buffer): void {
    if (typeof data !== "string" || Buffer.byteLength(data) > messageMaxBytes) {
      this.refused++;
      return;
    }
    this.handlers.onMessage(data);
  }
}

/** True when the browser has made us keep more than any honest message needs. */
function isOverfull(association: ReturnType<typeof associationOf>): boolean {
  // An honest sender may ask whether a full window is still full with one packet more (RFC 9260 §6.1, rule A).
  if (association.advertisedRwnd < -packetMaxBytes || association.sackMisOrdered.size > fragmentsMax)
    return true;
  let fragments = 0;
  for (const stream of Object.values(association.inboundStreams)) fragments += stream.reassembly.length;
  return fragments > fragmentsMax;
}
