/** To the listening process. */
export type EarOrder =
  | { readonly type: "setup" }
  | { readonly type: "close" }
  | { readonly type: "open"; readonly id: number }
  /** An Opus packet, in the order of the microphone. */
  | { readonly type: "packet"; readonly id: number; readonly data: Uint8Array }
  | { readonly type: "tutor"; readonly id: number; readonly speaks: boolean }
  | { readonly type: "shut"; readonly id: number };

/** From the listening process. Sound is mono, 16 kHz, 16 bit, without its noise. */
export type EarReport =
  | { readonly type: "ready" }
  | { readonly type: "start"; readonly id: number }
  | { readonly type: "pause"; readonly id: number }
  /** Somebody goes on speaking; what was said up to now. */
  | { readonly type: "so-far"; readonly id: number; readonly pcm: Int16Array }
  /** The utterance is over; all of it. */
  | { readonly type: "end"; readonly id: number; readonly pcm: Int16Array };

/** The longest Opus packet (RFC 6716, section 3.2) has 120 ms; larger data is none. */
export const opusPacketBytesMax = 1_500;

export const earSampleRateHz = 16_000;
