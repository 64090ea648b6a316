import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { projectFolder } from "../../deploy/installation.ts";

/**
 * The only files of the services that open connections to others. Each asks addresses that settings name, or that the backend and
 * the engines have told each other; none of them an address that somebody has typed or uploaded.
 */
const callers = [
  "backend/avatars/engine-avatars.ts",
  "backend/documents/passage-embedder.ts",
  "backend/service/system-health.ts",
  "engine/providers/kubernetes/pod-deletion-cost.ts",
  "engine/providers/mageurite/mageurite-call.ts",
  "engine/providers/mageurite/mageurite-client.ts",
  "engine/providers/mageurite/tts-gateway.ts",
  "engine/providers/ollama/ollama-call.ts",
  "engine/providers/openai/openai-transcriber.ts",
  "engine/sessions/backend-client.ts",
  "engine/sessions/lesson-owners.ts",
  "engine/speech/voice-server.ts",
];

const read = (file: string) => readFileSync(projectFolder + file, "utf8");

test("requests go out in a few places only, and none of them follows a redirect", async () => {
  const pattern = '(^|[^.#[:alnum:]])fetch\\(|XMLHttpRequest|node:https?"|new WebSocket';
  const pages = [":!backend/console", ":!engine/student", ":!*.test.ts", ":!*.fixture.ts"];
  const command = ["git", "grep", "-lE", pattern, "--", "backend", "engine", "openapi", ...pages];
  const found = Bun.spawn(command, { cwd: projectFolder });
  const files = (await new Response(found.stdout).text()).trim().split("\n");
  expect(files).toEqual(callers);
  for (const file of files) {
    const calls = read(file).match(/(?<![.#\w])fetch\(/g)?.length ?? 0;
    const refusals = read(file).match(/redirect: "(error|manual)"/g)?.length ?? 0;
    expect([file, refusals]).toEqual([file, calls]);
  }
});

test("no operation takes an address that something could be fetched from", () => {
  for (const name of ["backend", "engine"]) {
    const { paths, components } = Bun.YAML.parse(read(`openapi/${name}.yaml`)) as Record<string, unknown>;
    const taken: string[] = [];
    const walk = (value: unknown, at: string, isRequest: boolean) => {
      if (typeof value !== "object" || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        const here = `${at}/${key}`;
        const isTaken = isRequest || key === "requestBody" || key === "parameters";
        if (isTaken && /^(url|uri|href|link|callback|webhook)$|ur[il]$/i.test(key)) taken.push(here);
        if (isTaken && key === "format" && /^ur[il]/.test(String(inner))) taken.push(here);
        walk(inner, here, isTaken);
      }
    };
    walk(paths, "", false);
    const { schemas } = components as { schemas: Record<string, unknown> };
    // Bodies of requests are named for what they do.
    const bodies = Object.entries(schemas).filter(([schema]) =>
      /Create|Update|Form|Login|Request$/.test(schema),
    );
    expect(bodies.length).toBeGreaterThan(1);
    for (const [schema, value] of bodies) walk(value, schema, true);
    expect([name, taken]).toEqual([name, []]);
  }
});
