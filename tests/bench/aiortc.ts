import { openUpstreamPeer } from "../../engine/media/upstream-peer.ts";
import { cpuSecondsOf } from "../_support/cpu-seconds.ts";
import { python } from "../_support/mageurite.ts";
import { until } from "../_support/until.ts";

/** A Python program of this folder that answers offers with aiortc. */
export interface AiortcServer extends AsyncDisposable {
  cpuSeconds(): number;
  /** Opens one more session, whose pictures and sound are received and thrown away. Resolves with its first picture. */
  view(codec: "VP8" | "H264"): Promise<void>;
}

/** Starts a program, whose first line says where it is. */
export async function openAiortc(program: string, ...args: string[]): Promise<AiortcServer> {
  await using opened = new AsyncDisposableStack();
  const child = Bun.spawn([python(), "-B", new URL(program, import.meta.url).pathname, ...args], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  opened.defer(async () => {
    child.kill("SIGKILL");
    await child.exited;
  });
  const { value } = await child.stdout.getReader().read();
  const { url } = JSON.parse(Buffer.from(value!).toString()) as { url: string };
  const parts = opened.move();
  return {
    cpuSeconds: () => cpuSecondsOf(child.pid),
    async view(codec) {
      const peer = await openUpstreamPeer({
        videoCodecs: [codec],
        signal: AbortSignal.timeout(20_000),
        async exchange(sdp) {
          const body = JSON.stringify({ sdp, type: "offer" });
          const reply = await fetch(`${url}/offer`, { method: "POST", body });
          return ((await reply.json()) as { sdp: string }).sdp;
        },
      });
      parts.use(peer);
      await until("pictures through aiortc", () => peer.stats.pictures > 0, { withinMs: 20_000 });
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
