import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { artifact } from "../_support/artifacts.ts";
import { visitWithFirefox } from "../_support/firefox-visit.ts";
import { type Network, openNetwork } from "../_support/namespaces.ts";
import { type ServiceProcesses, startServiceProcesses } from "../_support/service-processes.ts";

setDefaultTimeout(180_000);

let network: Network<"school">;
let school: ServiceProcesses;
beforeAll(async () => {
  network = await openNetwork({ school: "192.0.2" });
  // As `bun start` has it: the pages are for this machine alone.
  school = await startServiceProcesses({
    namespace: network.members.school,
    environment: {
      BACKEND_PORT: "8000",
      ENGINE_PORT: "8001",
      MEDIA_PORT: "8001",
      AVATAR_SERVICE_URL: "http://localhost:8001",
      ENGINE_PUBLIC_URL: "http://localhost:8001",
      BACKEND_PUBLIC_URL: "http://localhost:8000",
    },
  });
});
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
  await network?.[Symbol.asyncDispose]();
});

test("a student with Firefox sees and hears the tutor, asks and is answered, at the machine that the school runs on", async () => {
  const url = `http://localhost:8001/tutors/${school.backend.demoTutorId}`;
  const visit = await visitWithFirefox(network.members.school, url, artifact("firefox.png"));
  expect(visit.complaints).toEqual([]);
  expect(visit.greeted).toMatchObject({ video: { width: 512, height: 512, codec: "video/VP8" } });
  expect(visit.answered.audio.samples).toBeGreaterThan(visit.greeted.audio.samples ?? 0);
  expect(visit.conversation).toContain("Why are leaves green?");
  expect(visit.conversation).toContain(visit.caption.split(" ")[0]!);
});
