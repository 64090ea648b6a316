import pTimeout from "p-timeout";
import { Problem } from "../../openapi/binding/problem.ts";
import type { EngineHandlers } from "../engine-contract.ts";
import { isEmbeddedModel, listModels, serverVideoTypes } from "./avatar-models.ts";
import { type AvatarServer, AvatarServerError } from "./avatar-server.ts";
import { bitRates } from "./face.ts";
import type { Faces } from "./faces.ts";
import { isDrawnName } from "./illustrated/drawn-names.ts";
import type { AvatarJob, AvatarJobs } from "./jobs/avatar-jobs.ts";
import type { AvatarWorkshop } from "./jobs/avatar-workshop.ts";
import { type AvatarEntry, AvatarNameTaken } from "./store/avatar-entry.ts";
import type { AvatarStore } from "./store/avatar-store.ts";

type AvatarOperations =
  | "listAvatars"
  | "listAvatarModels"
  | "previewAvatar"
  | "createAvatar"
  | "startAvatar"
  | "deleteAvatar"
  | "getAvatarJob"
  | "watchAvatarJob";

export interface AvatarRouteParts {
  faces: Pick<Faces, "drawnNames" | "has" | "warm" | "facePoster">;
  store: AvatarStore;
  workshop: AvatarWorkshop;
  jobs: AvatarJobs;
  /** Undefined where none is configured. */
  server: AvatarServer | undefined;
}

type CreateForm = Parameters<EngineHandlers["createAvatar"]>[0]["body"];

/** Whoever wants the list waits so long for the store. */
const lookMaxMs = 2_000;
const serverPrefix = "mageurite";
/** Names of the store that are somebody else's. */
const isTaken = (name: string) => isDrawnName(name) || name.startsWith(serverPrefix);

export const avatarRoutes = (parts: AvatarRouteParts) => {
  const { faces, store, jobs, server } = parts;
  return {
    listAvatars: async () => {
      // What other engines made since; where the store cannot be reached, or takes its time, what is known.
      await pTimeout(store.refresh(), { milliseconds: lookMaxMs }).catch(() => {});
      const drawn = faces.drawnNames.map((name) => ({ ...standing, name, model: "drawn", provenance: null }));
      const made = store.list().map((entry) => ({ ...standing, ...toAvatar(entry) }));
      const remote = (await server?.avatars()) ?? [];
      const items = [
        ...drawn,
        ...made,
        ...remote.map(
          (avatar) => ({ ...avatar, source: "mageurite", model: null, provenance: null }) as const,
        ),
      ];
      if (!server) return { status: 200, body: { items, server: null } };
      const { generation, can, ...state } = server.state;
      const described = { ...state, generation: generation ?? null, can: [...can] };
      return { status: 200, body: { items, server: described } };
    },
    listAvatarModels: async () => ({ status: 200, body: { items: await listModels(server) } }),
    previewAvatar: async ({ path: { name } }) => {
      if (await isHere(parts, name))
        return { status: 200, body: new Blob([new Uint8Array(await faces.facePoster(name))]) };
      const png = await server?.preview(name);
      if (!png) throw notFound();
      return { status: 200, body: new Blob([new Uint8Array(png)]) };
    },
    createAvatar: async ({ body }) => {
      const job = await create(parts, body);
      return { status: 202, headers: { Location: locationOf(job.id) }, body: job };
    },
    startAvatar: async ({ body: { name } }) => {
      const job = await start(parts, name);
      return { status: 202, headers: { Location: locationOf(job.id) }, body: job };
    },
    deleteAvatar: async ({ path: { name } }) => {
      if (isDrawnName(name)) throw new Problem("conflict", "the drawn tutors cannot be deleted");
      if (!(await deleteFace(parts, name))) throw notFound();
      return { status: 204 };
    },
    getAvatarJob: async ({ path }) => ({ status: 200, body: (await jobs.find(path.jobId)) ?? throwNoJob() }),
    watchAvatarJob: async ({ path, signal }) => ({
      status: 200,
      body: (await jobs.watch(path.jobId, signal)) ?? throwNoJob(),
    }),
  } satisfies Pick<EngineHandlers, AvatarOperations>;
};

/** Whatever is being made of it ends. False when there is no such face. */
export async function deleteFace(
  { store, jobs, server }: Pick<AvatarRouteParts, "store" | "jobs" | "server">,
  name: string,
): Promise<boolean> {
  const wasBeingMade = await jobs.cancel(name);
  await store.refresh();
  if (await store.delete(name)) return true;
  const wasOnServer = name.startsWith(serverPrefix) && (await server?.delete(name));
  return wasBeingMade || wasOnServer === true;
}

const standing = { source: "embedded", running: true } as const;

function toAvatar(entry: AvatarEntry) {
  const provenance = "provenance" in entry ? entry.provenance : null;
  return { name: entry.name, model: entry.model, provenance };
}

/** A face that another engine made a moment ago is looked for before it is said that there is none. */
async function isHere({ faces, store }: AvatarRouteParts, name: string): Promise<boolean> {
  if (!faces.has(name) && !name.startsWith(serverPrefix)) await store.refresh();
  return faces.has(name);
}

async function create(parts: AvatarRouteParts, form: CreateForm): Promise<AvatarJob> {
  const { store, workshop, jobs } = parts;
  const { name, model, preset, consentBy, consentAt = new Date().toISOString(), file } = form;
  if (!isEmbeddedModel(model)) return await createOnServer(parts, form);
  if (isTaken(name)) throw new AvatarNameTaken();
  await store.refresh();
  if (model !== "drawn") {
    if (!consentBy) throw missing("consentBy", "says who declares that the person shown agrees");
    if (!file) throw missing("file", "is the video or the photo");
    return await workshop.take({ name, model, consentBy, consentAt }, file);
  }
  if (!preset || !isDrawnName(preset)) throw missing("preset", "names a drawn tutor");
  using _held = workshop.hold(name);
  const { ended } = await jobs.start({ kind: "create", name }, async () => {
    await store.name({ name, model, preset });
    return undefined;
  });
  return await ended;
}

/** The request lives as long as its file is read; what follows takes minutes and is the job's. */
async function createOnServer({ server, jobs }: AvatarRouteParts, form: CreateForm): Promise<AvatarJob> {
  const { name, model, consentBy, file } = form;
  const managed = configured(server, "create");
  if (!(await managed.models()).some(({ id }) => id === model))
    throw missing("model", "is not one of the models");
  if (!consentBy) throw missing("consentBy", "says who declares that the person shown agrees");
  const extension = file && serverVideoTypes[file.mediaType];
  if (!file || !extension) throw missing("file", `is ${Object.keys(serverVideoTypes).join(", ")}`);
  const stream = new ReadToEnd(file.stream);
  const order = { name, model, video: { stream, extension } };
  const { job, ended } = await jobs.start(
    { kind: "create", name: `${serverPrefix}_${name}` },
    async (signal, tell) => {
      await managed.create(order, { signal, onProgress: (fraction) => tell({ stage: null, fraction }) });
      return undefined;
    },
  );
  await Promise.race([stream.read, ended]);
  return (await jobs.find(job.id)) ?? job;
}

async function start(parts: AvatarRouteParts, name: string): Promise<AvatarJob> {
  const { faces, server, jobs } = parts;
  const isEmbedded = await isHere(parts, name);
  if (!isEmbedded && !name.startsWith(serverPrefix)) throw notFound();
  const managed = isEmbedded ? undefined : configured(server, "start");
  const { job } = await jobs.start({ kind: "start", name }, async (signal) => {
    if (managed) await managed.start(name, { signal });
    else await pTimeout(faces.warm(name, bitRates), { milliseconds: Number.POSITIVE_INFINITY, signal });
    return undefined;
  });
  return job;
}

const locationOf = (jobId: string) => `/api/avatar/jobs/${jobId}`;
const notFound = () => new Problem("not-found", "there is no such avatar");

function throwNoJob(): never {
  throw new Problem("not-found", "there is no such job");
}

function missing(field: string, detail: string): Problem {
  return new Problem("invalid-request", undefined, {
    errors: [{ in: "body", pointer: `/${field}`, detail }],
  });
}

function configured(server: AvatarServer | undefined, action: "create" | "start"): AvatarServer {
  if (!server)
    throw new AvatarServerError("unreachable", "no avatar server is configured: set MAGEURITE_URL");
  const { can, managed } = server.state;
  if (managed && can.length > 0 && !can.includes(action))
    throw new AvatarServerError("refused", `this avatar server cannot ${action} avatars`);
  if (!managed && !can.includes(action))
    throw new AvatarServerError("unreachable", "the avatar server's manager cannot be reached");
  return server;
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
