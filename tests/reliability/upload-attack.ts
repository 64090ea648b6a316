import { existsSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { avatarsOf } from "../_support/avatars.ts";
import { ownerEmail, ownerPassword } from "../_support/backend.ts";
import { until } from "../_support/until.ts";
import { type AttackOptions, type AttackReport, Faults, inParallel } from "./attack.ts";
import type { AttackedSchool } from "./attacked-school.ts";

/** An admin has three avatars at work at a time. */
const atOnce = 3;
const fileBytes = 400_000;
/** An upload that stands still is given up after 25 seconds. */
const tidyMaxMs = 90_000;

/** Uploads through the backend that are cut anywhere, then some that stand still. Nothing is left of them on either side. */
export async function attackWithUploads(
  school: AttackedSchool,
  options: AttackOptions,
): Promise<AttackReport> {
  const faults = new Faults();
  const admin = await school.backend.signIn();
  const { data: tokens } = await school.backend.guest.POST("/api/auth/login", {
    body: { email: ownerEmail, password: ownerPassword },
  });
  const left = async () => [
    ...filesWaiting(school),
    ...(await admin.GET("/api/avatars")).data!.items.map(({ name }) => name),
  ];
  const tidy = async (what: string) => {
    await until(what, async () => (await left()).length === 0, { withinMs: tidyMaxMs }).catch(() => {});
  };
  let reached = 0;
  await inParallel(options, atOnce, async ({ number, random }) => {
    const upload = makeUpload(tokens!.access_token, `cut-${number}`);
    const bytes = upload.subarray(0, 1 + random.below(upload.length - 1));
    const socket = open(school.backend.url);
    socket.write(bytes);
    await Bun.sleep(random.below(30));
    if (filesWaiting(school).length > 0) reached++;
    socket.destroy();
    // There would be no place for the next one.
    if (number % atOnce === atOnce - 1) await tidy("the uploads that were cut");
  });
  const standing = Array.from({ length: Math.min(atOnce, options.count) }, (_, number) => {
    const upload = makeUpload(tokens!.access_token, `still-${number}`);
    const socket = open(school.backend.url);
    socket.write(upload.subarray(0, upload.length >> 1));
    return socket;
  });
  await until("uploads on the engine", () => filesWaiting(school).length > 0).catch((error: Error) =>
    faults.add(error.message),
  );
  const startedAtMs = performance.now();
  await tidy("the uploads that stand still");
  const stoodMs = performance.now() - startedAtMs;
  for (const socket of standing) socket.destroy();
  await tidy("what is left");
  for (const one of await left()) faults.add(`${one} was left`);
  const names = await avatarsOf(school.engine).names();
  if (names.length !== 3) faults.add(`the engine has the faces ${names.join(", ")}`);
  for (const surprise of school.takeSurprises()) faults.add(surprise);
  return {
    attack: "uploads",
    seed: options.seed,
    figures: {
      cut: options.count,
      "of them seen on the engine before": reached,
      "given up where they stood still, s": (stoodMs / 1_000).toFixed(1),
      "files left": filesWaiting(school).length,
    },
    faults: faults.all,
  };
}

function filesWaiting({ engine }: AttackedSchool): string[] {
  const folders = readdirSync(engine.dataDir).filter((name) => name.startsWith("uploads-"));
  return folders.flatMap((folder) => {
    const path = join(engine.dataDir, folder);
    return existsSync(path) ? readdirSync(path) : [];
  });
}

function open(url: string) {
  const { port } = new URL(url);
  const socket = connect(Number(port), "127.0.0.1");
  // To be cut is what it is here for.
  socket.on("error", () => {});
  socket.resume();
  return socket;
}

function makeUpload(bearer: string, name: string): Buffer {
  const field = (key: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`;
  const head =
    `${field("name", name)}${field("kind", "photo")}${field("consentBy", "Ben")}` +
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: image/png\r\n\r\n';
  const body = Buffer.concat([Buffer.from(head), Buffer.alloc(fileBytes, 7), Buffer.from("\r\n--b--\r\n")]);
  const request =
    `POST /api/avatars/create HTTP/1.1\r\nHost: backend\r\nAuthorization: Bearer ${bearer}\r\n` +
    `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(request), body]);
}
