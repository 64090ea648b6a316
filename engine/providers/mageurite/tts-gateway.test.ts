import { expect, test } from "bun:test";
import type { VoiceUnknown } from "../../speech/synthesizer.ts";
import { TtsGateway } from "./tts-gateway.ts";

const sound = new Uint8Array(48_000);
const pcm = () => new Response(sound, { headers: { "content-type": "audio/pcm" } });

test("a gateway that is replaced by one of another dialect goes on speaking, and offers the new one's voices", async () => {
  let answers: Record<string, () => Response> = {
    "/tts/models": () => Response.json({ cosy: { status: "running", full_name: "CosyVoice" } }),
    "/tts/response": pcm,
  };
  using server = Bun.serve({
    port: 0,
    fetch: ({ url }) => answers[new URL(url).pathname]?.() ?? new Response(null, { status: 404 }),
  });
  const offers: (readonly string[])[] = [];
  const gateway = new TtsGateway({
    url: server.url.href,
    sampleRateHz: 24_000,
    onChange: () => offers.push(gateway.voices.map(({ id }) => id)),
  });
  const say = async (voice?: string) => {
    let samples = 0;
    const never = new AbortController().signal;
    for await (const piece of gateway.speak({ text: "Hello", language: "en", voice }, never))
      samples += piece.pcm.length;
    return samples;
  };
  expect(await say()).toBe(24_000);
  answers = { "/tts/voices": () => Response.json(["alloy", "nova"]), "/tts/synthesize": pcm };
  expect(await say()).toBe(24_000);
  answers["/tts/voices"] = () => Response.json(["nova"]);
  answers["/tts/synthesize"] = () => new Response(null, { status: 404 });
  await expect(say("mageurite_alloy")).rejects.toMatchObject({
    name: "VoiceUnknown" satisfies VoiceUnknown["name"],
  });
  expect(offers).toEqual([["mageurite"], ["mageurite_alloy", "mageurite_nova"], ["mageurite_nova"]]);
});
