import { AvatarNames, ManagerReply } from "../../../generated/mageurite.messages.js";
import type { components, paths } from "../../../generated/mageurite.types.ts";
import { type FormPart, writeForm } from "../../../openapi/binding/form-writer.ts";
import type { AvatarVideo, LongWork } from "../../avatar/avatar-server.ts";
import { type AvatarKeeper, checkedName, safeNames } from "./avatar-keeper.ts";
import { call, conforming, expectDone, MageuriteError } from "./mageurite-call.ts";

type Path = keyof paths;

const mediaType = "application/octet-stream";
const askTimeoutMs = 30_000;
/** Making an avatar takes minutes on a busy GPU, and the manager answers nothing meanwhile. */
const addTimeoutMs = 30 * 60_000;
/** Starting one loads its model. */
const startTimeoutMs = 5 * 60_000;
const previewBytesMax = 16 * 1024 * 1024;
/** The fork's manager of avatars. It does one thing at a time, and answers nothing meanwhile. */
export class MageuriteManager implements AvatarKeeper {
  readonly can = ["create", "start", "preview", "delete"] as const;

  constructor(readonly url: string) {}

  async list(signal?: AbortSignal): Promise<string[]> {
    const path: Path = "/avatar/get_avatars";
    const reply = await call(this.url, path, { method: "GET", timeoutMs: askTimeoutMs, signal });
    const { avatars } = conforming<components["schemas"]["AvatarNames"]>(reply, AvatarNames);
    return safeNames(avatars);
  }

  /** A PNG; undefined when there is no such avatar. */
  async preview(name: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    const reply = await call(this.url, "/avatar/preview" satisfies Path, {
      ...form({ avatar_name: checkedName(name) }),
      timeoutMs: askTimeoutMs,
      replyBytesMax: previewBytesMax,
      signal,
    });
    if (reply.status === 404) return undefined;
    if (reply.status !== 200 || !isPng(reply.bytes))
      throw new MageuriteError("broken", "the preview is not a picture");
    return reply.bytes;
  }

  async add(name: string, video: AvatarVideo, { signal }: Pick<LongWork, "signal">): Promise<void> {
    const fields: FormPart[] = [
      { name: "name", text: checkedName(name) },
      { name: "avatar_blur", text: "false" },
      { name: "support_clone", text: "false" },
      { name: "timbre", text: "" },
      { name: "tts_model", text: "" },
      { name: "avatar_model", text: "" },
      { name: "description", text: "" },
      { name: "prompt_face", filename: `face.${video.extension}`, mediaType, stream: video.stream },
    ];
    const reply = await call(this.url, "/avatar/add" satisfies Path, {
      ...writeForm(fields),
      timeoutMs: addTimeoutMs,
      signal,
    });
    expectDone(reply, ManagerReply);
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    const fields = form({ name: checkedName(name) });
    const reply = await call(this.url, "/avatar/delete" satisfies Path, {
      ...fields,
      timeoutMs: askTimeoutMs,
      signal,
    });
    expectDone(reply, ManagerReply);
  }

  /** Restarts the media server. That it says "success" does not mean that the media server answers. */
  async start(name: string, signal?: AbortSignal): Promise<void> {
    const fields = form({ avatar_name: checkedName(name) });
    const reply = await call(this.url, "/avatar/start" satisfies Path, {
      ...fields,
      timeoutMs: startTimeoutMs,
      signal,
    });
    expectDone(reply, ManagerReply);
  }
}

const form = (fields: Record<string, string>) => ({
  body: new URLSearchParams(fields).toString(),
  headers: { "content-type": "application/x-www-form-urlencoded" },
});

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const isPng = (bytes: Uint8Array) => pngSignature.equals(bytes.subarray(0, pngSignature.length));
