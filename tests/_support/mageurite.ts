import { cpuSecondsOf } from "./cpu-seconds.ts";
import { until } from "./until.ts";

/** Debian's Python first: its aiortc is a package, whatever other Pythons a machine has. */
const pythons = ["/usr/bin/python3", "python3"];
const program = new URL("mageurite_stand_in.py", import.meta.url).pathname;

/** Throws where there is none. */
export function python(): string {
  const found = pythons.find((each) => Bun.which(each) !== null);
  if (!found) throw new Error("the stand-in for Mageurite needs Python 3 with aiortc and aiohttp");
  return found;
}

export interface MageuriteFaults {
  refuse: boolean;
  text500: boolean;
  hang: boolean;
  buildMs: number;
  codec: "" | "H264" | "VP8";
  grain: number;
  freeze: boolean;
  blind: boolean;
  slow: number;
  mute: boolean;
  residueMs: number;
  deaf: boolean;
  ghosts: boolean;
  endsStallMs: number;
  eventsAsJson: boolean;
  askingFails: boolean;
  textIds: boolean;
  startFails: boolean;
  taskFails: boolean;
}

interface MageuriteState {
  sessions: number;
  ghosts: number;
  offers: number;
  /** Sessions that ended with a goodbye. */
  goodbyes: number;
  /** How often it was asked whether it speaks. */
  asked: number;
  /** What each session's pictures are encoded at, bit/s; null before the first one. */
  bitRates: (number | null)[];
  /** The avatar that each session asked for. */
  shown: (string | null)[];
  tasks: string[];
  avatars: string[];
  running: string;
  calls: string[];
  /** Texts it was asked to say, and sounds by their length. */
  said: string[];
}

export interface MageuriteOptions {
  mode: "fork" | "newest";
  maxSessions?: number;
  /** From the beginning. */
  faults?: Partial<MageuriteFaults>;
}

/** A stand-in for Mageurite in a process of its own, with real WebRTC; see `mageurite_stand_in.py`. */
export class Mageurite implements AsyncDisposable {
  url = "";
  managerUrl: string | undefined;
  #controlUrl = "";
  #process: Bun.Subprocess<"ignore", "pipe", "inherit"> | undefined;

  private constructor(private readonly options: MageuriteOptions) {}

  static async start(options: MageuriteOptions): Promise<Mageurite> {
    const mageurite = new Mageurite(options);
    await mageurite.#spawn(0);
    return mageurite;
  }

  /** Switches faults on or off. */
  async set(faults: Partial<MageuriteFaults>): Promise<void> {
    const response = await fetch(`${this.#controlUrl}/faults`, {
      method: "POST",
      body: JSON.stringify(faults),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  async state(): Promise<MageuriteState> {
    return (await (await fetch(`${this.#controlUrl}/state`)).json()) as MageuriteState;
  }

  /** Says a text in every session at the same moment. */
  async sayToAll(text: string): Promise<void> {
    await fetch(`${this.#controlUrl}/say`, { method: "POST", body: JSON.stringify({ text }) });
  }

  /** CPU time of its process so far. */
  cpuSeconds(): number {
    return cpuSecondsOf(this.#process!.pid);
  }

  /** As kill -9 or a power cut: nobody is told. */
  async kill(): Promise<void> {
    this.#process?.kill("SIGKILL");
    await this.#process?.exited;
    this.#process = undefined;
  }

  /** Back at the same address after `kill`. */
  async restart(): Promise<void> {
    await this.#spawn(Number(new URL(this.url).port));
  }

  async #spawn(port: number): Promise<void> {
    const { mode, maxSessions = 8 } = this.options;
    const child = Bun.spawn(
      [
        python(),
        "-B",
        program,
        "--mode",
        mode,
        "--max-sessions",
        String(maxSessions),
        "--port",
        String(port),
      ],
      { stdin: "ignore", stdout: "pipe", stderr: "inherit" },
    );
    this.#process = child;
    const line = await firstLine(child.stdout);
    if (line === undefined)
      throw new Error(
        "the stand-in for Mageurite did not start: python3-aiortc and python3-aiohttp are needed",
      );
    const addresses = JSON.parse(line) as { url: string; controlUrl: string; managerUrl?: string };
    this.url = addresses.url;
    this.#controlUrl = addresses.controlUrl;
    this.managerUrl = addresses.managerUrl;
    await this.set(this.options.faults ?? {});
    await until("the stand-in for Mageurite", async () => (await this.state()).sessions === 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string | undefined> {
  let text = "";
  for await (const chunk of stream) {
    text += Buffer.from(chunk).toString();
    const end = text.indexOf("\n");
    if (end >= 0) return text.slice(0, end);
  }
  return undefined;
}
