import { setTimeout } from "node:timers/promises";
import {
  AvatarTaskReply,
  AvatarTaskStarted,
  AvatarTasks,
  Envelope,
} from "../../../generated/mageurite.messages.js";
import type { components, paths } from "../../../generated/mageurite.types.ts";
import { type FormPart, writeForm } from "../../../openapi/binding/form-writer.ts";
import type { AvatarVideo, LongWork } from "../../avatar/avatar-server.ts";
import { type AvatarKeeper, checkedName, safeNames } from "./avatar-keeper.ts";
import { call, conforming, expectDone, MageuriteError } from "./mageurite-call.ts";

type Schemas = components["schemas"];
type Path = keyof paths;

const mediaType = "application/octet-stream";
const askTimeoutMs = 5_000;
/** A video of the largest size over a slow link. */
const uploadTimeoutMs = 10 * 60_000;
const pollIntervalMs = 1_000;
/** A server that is busy with a video may not answer at once. */
const unansweredMax = 30;
/** Tasks wait for those before them; one takes minutes. */
const taskMaxMs = 60 * 60_000;
const reasonCharsMax = 200;

export interface AvatarTasksOptions {
  url: string;
  /** The model that the server runs: avatars of another one are of no use there. */
  model: string | undefined;
  /** Names that are known otherwise. */
  known: readonly string[];
}

/** The newest LiveTalking makes avatars in tasks, and lists, shows and deletes none. */
export class AvatarTaskKeeper implements AvatarKeeper {
  constructor(private readonly options: AvatarTasksOptions) {}

  get can() {
    return this.#model === undefined ? [] : (["create"] as const);
  }

  async list(signal?: AbortSignal): Promise<string[]> {
    const made = (await this.#tasks(signal)).filter(({ status }) => status === "completed");
    return safeNames([...this.options.known, ...made.map(({ avatar_id }) => avatar_id)]);
  }

  async preview(): Promise<undefined> {
    return undefined;
  }

  async add(name: string, { stream, extension }: AvatarVideo, options: LongWork): Promise<void> {
    const model = this.#model;
    if (!model)
      throw new MageuriteError("refused", `avatars cannot be made for the model ${this.options.model}`);
    const fields: FormPart[] = [
      { name: "model", text: model },
      { name: "avatar_id", text: checkedName(name) },
      { name: "video_file", filename: `face.${extension}`, mediaType, stream },
    ];
    const { url } = this.options;
    const path: Path = "/api/avatar/task";
    const { signal } = options;
    const reply = await call(url, path, { ...writeForm(fields), timeoutMs: uploadTimeoutMs, signal });
    const { data } = conforming<Schemas["AvatarTaskStarted"]>(reply, AvatarTaskStarted);
    await this.#follow(data.task_id, options);
  }

  /** Only what has not begun can be taken back. */
  async delete(name: string, signal?: AbortSignal): Promise<void> {
    const waiting = (await this.#tasks(signal)).filter(
      ({ avatar_id, status }) => avatar_id === name && status === "pending",
    );
    if (waiting.length === 0)
      throw new MageuriteError("refused", "this avatar server cannot delete its avatars");
    for (const { task_id } of waiting) await this.#forget(task_id, signal);
  }

  get #model(): Schemas["TaskModel"] | undefined {
    const { model } = this.options;
    return model === "wav2lip" || model === "musetalk" ? model : undefined;
  }

  async #follow(taskId: string, { signal, onProgress }: LongWork): Promise<void> {
    let unanswered = 0;
    try {
      for (const endMs = performance.now() + taskMaxMs; performance.now() < endMs; ) {
        const task = await this.#ask(taskId, signal);
        unanswered = task ? 0 : unanswered + 1;
        if (unanswered > unansweredMax)
          throw new MageuriteError("unreachable", "the avatar server has stopped answering");
        if (task?.status === "completed") return;
        if (task?.status === "failed") throw new MageuriteError("refused", reasonOf(task));
        if (task) onProgress(Math.min(1, Math.max(0, (task.progress ?? 0) / 100)));
        await setTimeout(pollIntervalMs, undefined, { signal });
      }
      throw new MageuriteError("broken", "the avatar has not been finished in time");
    } catch (error) {
      // Nobody waits for it any more; one that has begun goes on.
      if (signal.aborted) await this.#forget(taskId).catch(() => {});
      throw error;
    }
  }

  /** Undefined when there was no answer this time. */
  async #ask(taskId: string, signal: AbortSignal): Promise<Schemas["AvatarTask"] | undefined> {
    try {
      const reply = await call(this.options.url, pathOf(taskId), {
        method: "GET",
        timeoutMs: askTimeoutMs,
        signal,
      });
      return conforming<Schemas["AvatarTaskReply"]>(reply, AvatarTaskReply).data;
    } catch (error) {
      if (error instanceof MageuriteError && error.failure === "unreachable") return undefined;
      if (error instanceof MageuriteError && error.failure === "refused")
        throw new MageuriteError("refused", "the avatar server has forgotten the task");
      throw error;
    }
  }

  async #forget(taskId: string, signal?: AbortSignal): Promise<void> {
    const options = { method: "DELETE", timeoutMs: askTimeoutMs, signal } as const;
    expectDone(await call(this.options.url, pathOf(taskId), options), Envelope);
  }

  async #tasks(signal: AbortSignal | undefined): Promise<Schemas["AvatarTask"][]> {
    const path: Path = "/api/avatar/tasks";
    const reply = await call(this.options.url, path, { method: "GET", timeoutMs: askTimeoutMs, signal });
    return conforming<Schemas["AvatarTasks"]>(reply, AvatarTasks).data.tasks;
  }
}

/** The contract lets no id through that would change the path. */
const pathOf = (taskId: string) => ("/api/avatar/task/{taskId}" satisfies Path).replace("{taskId}", taskId);

/** The server's own words, for the admin: one line of printable characters. */
function reasonOf({ error_msg }: Schemas["AvatarTask"]): string {
  const said = (error_msg ?? "")
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, reasonCharsMax);
  return said === "" ? "the avatar could not be made" : `the avatar could not be made: ${said}`;
}
