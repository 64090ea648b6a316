import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import S3rver from "@20minutes/s3rver";
import type { BucketAddress } from "../../engine/avatar/store/bucket-assets.ts";

/** A server that speaks S3, with one bucket. */
export interface TestBucket extends AsyncDisposable {
  readonly address: BucketAddress & { readonly endpoint: string };
  /** What an engine reads from its environment to use it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Nobody answers there any longer. */
  stop(): Promise<void>;
}

/** S3rver's only account. */
const account = "S3RVER";

export async function startBucket(): Promise<TestBucket> {
  const directory = mkdtempSync(join(tmpdir(), "bucket-"));
  const bucket = "faces";
  const server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory,
    // It looks for a bucket's signature under the path without the slash that Bun writes, and AWS takes, after the name.
    allowMismatchedSignatures: true,
    configureBuckets: [{ name: bucket, configs: [] }],
  });
  const { port } = await server.run();
  const endpoint = `http://127.0.0.1:${port}`;
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= server.close();
    // It would wait for connections that engines keep open by asking again and again.
    server.httpServer.closeAllConnections();
    return stopping;
  };
  return {
    address: { bucket, endpoint, region: undefined, accessKeyId: account, secretAccessKey: account },
    environment: {
      S3_BUCKET: bucket,
      S3_ENDPOINT: endpoint,
      S3_ACCESS_KEY_ID: account,
      S3_SECRET_ACCESS_KEY: account,
    },
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A server that takes every connection and never says anything. */
export function startSilence(): { readonly url: string } & Disposable {
  const socket = { data() {} };
  const server = Bun.listen({ hostname: "127.0.0.1", port: 0, socket });
  return { url: `http://127.0.0.1:${server.port}`, [Symbol.dispose]: () => server.stop(true) };
}
