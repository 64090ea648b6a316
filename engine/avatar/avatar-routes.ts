import { Problem } from "../../openapi/binding/problem.ts";
import type { EngineHandlers } from "../engine-contract.ts";
import type { AvatarJobs } from "./avatar-jobs.ts";
import { type AvatarServer, AvatarServerError, type VideoExtension } from "./avatar-server.ts";
import type { Faces } from "./faces.ts";

type AvatarOperations =
  | "listAvatars"
  | "previewAvatar"
  | "createAvatar"
  | "startAvatar"
  | "deleteAvatar"
  | "getAvatarJob"
  | "watchAvatarJob";

export interface AvatarRouteParts {
  faces: Pick<Faces, "names" | "has" | "facePoster">;
  jobs: AvatarJobs;
  /** Undefined where none is configured. */
  server: AvatarServer | undefined;
}

const extensions = {
  "video/mp4": "mp4",
  "video/quicktime": "mov",
  "video/x-matroska": "mkv",
  "video/x-msvideo": "avi",
} as const satisfies Record<string, VideoExtension>;

export const avatarRoutes = ({ faces, jobs, server }: AvatarRouteParts) =>
  ({
    listAvatars: async () => {
      const embedded = faces.names.map((name) => ({ name, source: "embedded", running: true }) as const);
      const remote = (await server?.avatars()) ?? [];
      const items = [...embedded, ...remote.map((avatar) => ({ ...avatar, source: "mageurite" }) as const)];
      if (!server) return { status: 200, body: { items, server: null } };
      const { generation, ...state } = server.state;
      return { status: 200, body: { items, server: { ...state, generation: generation ?? null } } };
    },
    previewAvatar: async ({ path }) => {
      if (faces.has(path.name))
        return { status: 200, body: new Blob([new Uint8Array(await faces.facePoster(path.name))]) };
      const png = await server?.preview(path.name);
      if (!png) throw notFound();
      return { status: 200, body: new Blob([new Uint8Array(png)]) };
    },
    createAvatar: async ({ query, body }) => {
      const { create } = configured(server);
      const stream = new ReadToEnd(body.value);
      const video = { stream, extension: extensions[body.type] };
      const { job, ended } = jobs.start("create", query.name, (signal) => create(query.name, video, signal));
      // The request lives as long as its body is read; what follows takes minutes and is the job's.
      await Promise.race([stream.read, ended]);
      return { status: 202, headers: { Location: locationOf(job.id) }, body: jobs.find(job.id) ?? job };
    },
    startAvatar: ({ body }) => {
      const { start } = configured(server);
      const { job } = jobs.start("start", body.name, (signal) => start(body.name, signal));
      return { status: 202, headers: { Location: locationOf(job.id) }, body: job };
    },
    deleteAvatar: async ({ path }) => {
      if (!server || !(await server.delete(path.name))) throw notFound();
      return { status: 204 };
    },
    getAvatarJob: ({ path }) => ({ status: 200, body: jobs.find(path.jobId) ?? throwNotFound() }),
    watchAvatarJob: ({ path }) => ({ status: 200, body: jobs.watch(path.jobId) ?? throwNotFound() }),
  }) satisfies Pick<EngineHandlers, AvatarOperations>;

const locationOf = (jobId: string) => `/api/avatar/jobs/${jobId}`;
const notFound = () => new Problem("not-found", "there is no such avatar");

function throwNotFound(): never {
  throw new Problem("not-found", "there is no such job");
}

function configured(server: AvatarServer | undefined): Pick<AvatarServer, "create" | "start"> {
  if (!server)
    throw new AvatarServerError("unreachable", "no avatar server is configured: set MAGEURITE_URL");
  if (!server.state.managed)
    throw new AvatarServerError("unreachable", "the avatar server's manager cannot be reached");
  return { create: server.create.bind(server), start: server.start.bind(server) };
}

/** A stream that tells when it was read to its end, or given up. */
class ReadToEnd implements AsyncIterable<Uint8Array> {
  readonly #read = Promise.withResolvers<void>();
  readonly read = this.#read.promise;

  constructor(private readonly source: AsyncIterable<Uint8Array>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      yield* this.source;
    } finally {
      this.#read.resolve();
    }
  }
}
