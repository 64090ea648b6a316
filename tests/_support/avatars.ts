import createClient from "openapi-fetch";
import type { components, paths } from "../../generated/engine.types.ts";
import { serviceToken } from "./backend.ts";
import { toForm } from "./forms.ts";
import { until } from "./until.ts";

export type AvatarJob = components["schemas"]["AvatarJob"];

const authorization = `Bearer ${serviceToken}`;

/** An engine's avatars, as the backend manages them. */
export function avatarsOf(engine: { readonly url: string }) {
  const client = createClient<paths>({ baseUrl: engine.url, headers: { authorization } });
  const find = async (jobId: string) =>
    (await client.GET("/api/avatar/jobs/{jobId}", { params: { path: { jobId } } })).data;
  return {
    client,
    /** Sends a form; its file comes last. */
    send: (fields: Readonly<Record<string, string>>, file?: Blob) =>
      fetch(`${engine.url}/api/avatar/create`, {
        method: "POST",
        headers: { authorization },
        body: formOf(fields, file),
      }),
    find,
    /** The job when it has ended. */
    end: (jobId: string, { withinMs = 120_000 } = {}) =>
      until(
        "the end of the job",
        async () => {
          const job = await find(jobId);
          return job && job.state !== "running" ? job : undefined;
        },
        { withinMs },
      ),
    /** What the event stream tells of a job, from now until its end. */
    async follow(jobId: string): Promise<AvatarJob[]> {
      const reply = await fetch(`${engine.url}/api/avatar/jobs/${jobId}/events`, {
        headers: { authorization },
      });
      return [...(await reply.text()).matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!));
    },
    async names(): Promise<string[]> {
      return (await client.GET("/api/avatar/list")).data!.items.map(({ name }) => name);
    },
    async preview(name: string): Promise<Uint8Array<ArrayBuffer>> {
      const params = { path: { name } };
      const { data } = await client.GET("/api/avatar/preview/{name}", { params, parseAs: "arrayBuffer" });
      return new Uint8Array(data!);
    },
    delete: async (name: string) =>
      (await client.DELETE("/api/avatar/{name}", { params: { path: { name } } })).response.status,
  };
}

export function formOf(fields: Readonly<Record<string, string>>, file?: Blob): FormData {
  return toForm({ ...fields, file });
}
