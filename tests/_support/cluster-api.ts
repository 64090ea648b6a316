import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OwnPod } from "../../engine/providers/kubernetes/pod-deletion-cost.ts";

/** What a pod asked for. */
export interface ClusterRequest {
  readonly method: string;
  readonly path: string;
  readonly contentType: string | null;
  readonly authorization: string | null;
  readonly body: unknown;
}

/** The one operation of Kubernetes' API that is used here, over TLS with a certificate of a CA of its own, on loopback. */
export interface ClusterApi extends AsyncDisposable {
  /** Where a pod called engine-1 finds it, and with what. */
  readonly pod: OwnPod;
  readonly requests: readonly ClusterRequest[];
  /** What it answers with from now on. */
  status: number;
  /** Replaces the pod's token, as Kubernetes does every hour. */
  renewToken(token: string): void;
}

export function startClusterApi(): ClusterApi {
  const folder = mkdtempSync(join(tmpdir(), "virtual-tutor-cluster-"));
  const key = join(folder, "key.pem");
  const certificate = join(folder, "ca.crt");
  const made = Bun.spawnSync([
    ...["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
    ...["-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=cluster"],
    ...["-addext", "subjectAltName=DNS:localhost"],
  ]);
  if (made.exitCode !== 0) throw new Error(`no certificate was made: ${made.stderr}`);
  const renewToken = (token: string) => writeFileSync(join(folder, "token"), `${token}\n`);
  renewToken("first-token");
  writeFileSync(join(folder, "namespace"), "virtual-tutor");
  const requests: ClusterRequest[] = [];
  const api = { status: 200 };
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    tls: { key: Bun.file(key), cert: Bun.file(certificate) },
    async fetch(request) {
      const { method, headers } = request;
      requests.push({
        method,
        path: new URL(request.url).pathname,
        contentType: headers.get("content-type"),
        authorization: headers.get("authorization"),
        body: await request.json(),
      });
      return Response.json({ kind: api.status === 200 ? "Pod" : "Status" }, { status: api.status });
    },
  });
  return {
    pod: { name: "engine-1", apiUrl: `https://localhost:${server.port}`, credentialsFolder: folder },
    requests,
    get status() {
      return api.status;
    },
    set status(status) {
      api.status = status;
    },
    renewToken,
    async [Symbol.asyncDispose]() {
      await server.stop(true);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
