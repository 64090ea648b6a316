import { expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import createClient from "openapi-fetch";
import type { paths } from "../../generated/backend.types.ts";
import { ownerEmail, ownerPassword, serviceToken } from "../_support/backend.ts";
import { startFakeEngine } from "../_support/fake-engine.ts";
import { startService } from "../_support/service-processes.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

const megabyte = 1024 * 1024;

/** The most memory that a process has had, in bytes (proc(5), VmHWM). */
function peakBytes(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) * 1024;
}

/** A form with a file of so many megabytes, made while it is sent. */
function largeForm(name: string, megabytes: number): { body: ReadableStream<Uint8Array>; headers: Headers } {
  const part = (field: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`;
  const head =
    `${part("name", name)}${part("kind", "video")}${part("consentBy", "Kim")}` +
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: video/mp4\r\n\r\n';
  let sent = -1;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent++;
      if (sent === 0) controller.enqueue(Buffer.from(head));
      else if (sent <= megabytes) controller.enqueue(new Uint8Array(megabyte).fill(sent));
      else {
        controller.enqueue(Buffer.from("\r\n--b--\r\n"));
        controller.close();
      }
    },
  });
  return { body, headers: new Headers({ "content-type": "multipart/form-data; boundary=b" }) };
}

test("a file of 200 MB goes through the backend without being held there", async () => {
  await using engine = startFakeEngine();
  await using backend = await startService("backend", {
    ...{ SERVICE_TOKEN: serviceToken, LOG_LEVEL: "info", BACKEND_PORT: "0", BACKEND_METRICS_PORT: "0" },
    ...{ ADMIN_EMAIL: ownerEmail, ADMIN_PASSWORD: ownerPassword, AVATAR_SERVICE_URL: engine.url },
  });
  const { data } = await createClient<paths>({ baseUrl: backend.url }).POST("/api/auth/login", {
    body: { email: ownerEmail, password: ownerPassword },
  });
  const send = async (name: string, megabytes: number) => {
    const { body, headers } = largeForm(name, megabytes);
    headers.set("authorization", `Bearer ${data!.access_token}`);
    return await fetch(`${backend.url}/api/avatars/create`, { method: "POST", headers, body });
  };
  // Whatever is set up by a first upload is there from then on.
  expect((await send("small", 16)).status).toBe(201);
  const before = peakBytes(backend.pid);
  const reply = await send("large", 200);
  expect([reply.status, engine.uploads.at(-1)!.outcome]).toEqual([201, "whole"]);
  expect(((await reply.json()) as { sourceBytes: number }).sourceBytes).toBe(200 * megabyte);
  expect(peakBytes(backend.pid) - before).toBeLessThan(48 * megabyte);
  const tooLarge = await send("larger", 202);
  expect(tooLarge.status).toBe(413);
  await until("the engine to see that it was cut", () => engine.uploads.at(-1)!.outcome === "cut");
});
