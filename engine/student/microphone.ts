import { Store } from "./store.ts";

export interface MicrophoneView {
  /**
   * - `asking`: the browser asks the student for permission.
   * - `denied`: the student or the browser does not allow it.
   * - `missing`: there is no microphone, or none that can be used.
   */
  readonly state: "off" | "asking" | "on" | "denied" | "missing";
  /** How loud it is now, 0 to 1. */
  readonly level: number;
  readonly devices: readonly { readonly id: string; readonly label: string }[];
  /** Of the one that is used. */
  readonly deviceId: string;
}

const levelEveryMs = 100;
/** What counts as the loudest voice at a microphone, as root mean square. */
const loudestRms = 0.25;

/** The student's microphone: asked for when it is turned on, and let go of when it is turned off. */
export class Microphone {
  readonly view = new Store<MicrophoneView>({ state: "off", level: 0, devices: [], deviceId: "" });
  /** Its sound, for whoever sends it; undefined while it is off. */
  readonly track = new Store<MediaStreamTrack | undefined>(undefined);
  #meter: { readonly context: AudioContext; readonly timer: ReturnType<typeof setInterval> } | undefined;
  /** Grows with each turning on or off: what comes late is let go of. */
  #attempt = 0;

  static get isSupported(): boolean {
    return typeof navigator !== "undefined" && navigator.mediaDevices?.getUserMedia !== undefined;
  }

  /** Resolves when it is on, or the view says why it is not. */
  async turnOn(deviceId = this.view.value.deviceId): Promise<void> {
    const attempt = ++this.#attempt;
    this.#letGo();
    this.#show({ state: "asking" });
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: {
          ...(deviceId && { deviceId }),
          // The tutor's own voice must not interrupt her.
          echoCancellation: true,
          noiseSuppression: true,
          autoGainControl: true,
        },
      });
      const [track] = stream.getAudioTracks();
      if (attempt !== this.#attempt || !track) {
        for (const late of stream.getTracks()) late.stop();
        return;
      }
      track.addEventListener("ended", () => this.track.value === track && this.#fail("missing"));
      this.track.value = track;
      this.#show({ state: "on", deviceId: track.getSettings().deviceId ?? "", devices: await listDevices() });
      this.#measure(stream);
    } catch (error) {
      if (attempt === this.#attempt) this.#fail(isRefusal(error) ? "denied" : "missing");
    }
  }

  turnOff(): void {
    this.#attempt++;
    this.#letGo();
    this.#show({ state: "off", level: 0 });
  }

  #fail(state: "denied" | "missing"): void {
    this.#letGo();
    this.#show({ state, level: 0 });
  }

  #letGo(): void {
    clearInterval(this.#meter?.timer);
    void this.#meter?.context.close();
    this.#meter = undefined;
    this.track.value?.stop();
    this.track.value = undefined;
  }

  #measure(stream: MediaStream): void {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      this.#show({ level: Math.min(1, rms / loudestRms) });
    }, levelEveryMs);
    this.#meter = { context, timer };
  }

  #show(changes: Partial<MicrophoneView>): void {
    this.view.value = { ...this.view.value, ...changes };
  }
}

const isRefusal = (error: unknown) =>
  error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "SecurityError");

async function listDevices(): Promise<MicrophoneView["devices"]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(({ kind }) => kind === "audioinput")
    .map(({ deviceId: id, label }) => ({ id, label }));
}
