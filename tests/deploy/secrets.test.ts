import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { services } from "../../deploy/images/service-imports.ts";
import { projectFolder } from "../../deploy/installation.ts";
import { engineContract } from "../../generated/engine.contract.ts";
import { ownerEmail, ownerPassword, serviceToken } from "../_support/backend.ts";
import { environmentOf, readDockerfile } from "../_support/dockerfile.ts";
import { type ServiceProcesses, startServiceProcesses } from "../_support/service-processes.ts";

setDefaultTimeout(120_000);

const secrets: Record<string, string> = {
  SPEECH_API_KEY: "canary-speech-4711-0123456789abcdef",
  TRANSCRIBER_API_KEY: "canary-transcriber-4711-0123456789",
  TURN_SECRET: "canary-turn-4711-0123456789abcdef",
  S3_SECRET_ACCESS_KEY: "canary-bucket-4711-0123456789abcdef",
  SERVICE_TOKEN: serviceToken,
  ADMIN_PASSWORD: ownerPassword,
};

/** A server that refuses everything, and repeats what it was told as clumsy ones do. */
let parrot: Bun.Server<undefined>;
let running: ServiceProcesses;
let bearer: string;
const answers: string[] = [];

beforeAll(async () => {
  parrot = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) =>
      new Response(`no: ${[...request.headers].map((header) => header.join(": ")).join("\n")}`, {
        status: 401,
      }),
  });
  const url = `http://127.0.0.1:${parrot.port}`;
  running = await startServiceProcesses({
    environment: {
      SPEECH_API_KEY: secrets.SPEECH_API_KEY!,
      TRANSCRIBER_API_KEY: secrets.TRANSCRIBER_API_KEY!,
      SPEECH_URL: url,
      TRANSCRIBER_URL: url,
      TURN_SECRET: secrets.TURN_SECRET!,
      TURN_URLS: "turn:127.0.0.1:3478",
      S3_BUCKET: "faces",
      S3_ENDPOINT: url,
      S3_REGION: "here",
      S3_ACCESS_KEY_ID: "canary-access-4711",
      S3_SECRET_ACCESS_KEY: secrets.S3_SECRET_ACCESS_KEY!,
    },
  });
  const signIn = await ask(`${running.backend.url}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: ownerEmail, password: ownerPassword }),
  });
  bearer = (JSON.parse(signIn) as { access_token: string }).access_token;
  answers.length = 0;
});
afterAll(async () => {
  await running?.[Symbol.asyncDispose]();
  await parrot?.stop(true);
});

async function ask(url: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(url, init);
  const text = `${JSON.stringify([...response.headers])}\n${await response.text()}`;
  answers.push(text);
  return text.slice(text.indexOf("\n") + 1);
}

test("no secret is in a log, an answer or a figure, also where everything fails", async () => {
  const { backend, engine } = running;
  const { demoTutorId } = backend;
  const visit = await ask(`${backend.url}/api/tutors/${demoTutorId}/visits`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  const { ticket } = JSON.parse(visit) as { ticket: string };
  // Each operation once, by those who may, with nothing in it: what is refused says why.
  for (const { path, method, security, body } of Object.values(engineContract.operations)) {
    if (/events|stream/.test(path)) continue;
    const authorization = `Bearer ${security[0] === "ticket" ? ticket : serviceToken}`;
    await ask(engine.url + path.replace("{tutorId}", demoTutorId).replace(/\{\w+\}/g, "nobody"), {
      method,
      headers: { authorization, "content-type": "application/json" },
      ...(body ? { body: "{}" } : {}),
    });
  }
  await ask(`${engine.url}/api/tts/synthesize`, {
    method: "POST",
    headers: { authorization: `Bearer ${serviceToken}`, "content-type": "application/json" },
    body: JSON.stringify({ text: "Hello there.", voice: "alloy" }),
  });
  for (const path of ["/api/system/health", "/api/tutors", "/api/audit-logs", "/api/keys", "/api/admins"])
    await ask(backend.url + path, { headers: { authorization: `Bearer ${bearer}` } });
  for (const { metricsUrl, url } of [backend, engine]) {
    await ask(metricsUrl);
    for (const path of ["/readyz?verbose=true", "/health", "/docs", "/.well-known/jwks.json", "/nowhere"])
      await ask(url + path);
  }
  expect(answers.length).toBeGreaterThan(30);
  const places = { answers: answers.join("\n"), backend: backend.output, engine: engine.output };
  for (const [place, text] of Object.entries(places)) {
    for (const [name, secret] of Object.entries(secrets))
      expect([place, name, text.includes(secret)]).toEqual([place, name, false]);
  }
});

test("no image has a secret among its settings, and none is copied into it", () => {
  const isSecret = /TOKEN|SECRET|PASSWORD|_KEY|DATABASE_URL/;
  for (const service of services) {
    for (const stage of readDockerfile(join(projectFolder, `deploy/images/${service}.Dockerfile`))) {
      const names = Object.keys(environmentOf(stage)).filter((name) => !name.endsWith("_FILE"));
      expect(names.filter((name) => isSecret.test(name))).toEqual([]);
    }
  }
  // Nothing goes to the builder but what is named, and the folder of secrets is not.
  const rules = readFileSync(join(projectFolder, ".dockerignore"), "utf8").split("\n");
  const [first, ...others] = rules.filter((rule) => rule !== "" && !rule.startsWith("#"));
  expect(first).toBe("*");
  const admitted = others.filter((rule) => rule.startsWith("!"));
  expect(admitted.filter((rule) => /data|\.git|\.env|\*|secret/.test(rule))).toEqual([]);
  expect(others).toContain("**/data");
});
