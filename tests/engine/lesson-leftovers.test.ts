import { expect, setDefaultTimeout, test } from "bun:test";
import { difference } from "../_support/decoders.ts";
import { startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(240_000);

const whole = { x: 0, y: 0, width: 512, height: 512 };
/** Two tutors differ by far more than one face from its own next breath. */
const otherFace = 8;

/** Objects of a class that something still holds on to. */
function countHeld(className: string): number {
  Bun.gc(true);
  const { nodes, nodeClassNames } = Bun.generateHeapSnapshot();
  const wanted = nodeClassNames.indexOf(className);
  let held = 0;
  // Each has an identifier, a size, its class and flags.
  for (let at = 2; at < nodes.length; at += 4) if (nodes[at] === wanted) held++;
  return held;
}

test("nothing holds on to a lesson that is over, though its tutor was looked after while it lasted", async () => {
  await using school = await startSchool();
  const admin = await school.backend.signIn();
  const { data: tutor } = await admin.POST("/api/tutors", {
    body: { name: "Mo", access: "public", avatar: "ada" },
  });
  const tutorId = tutor!.id;
  {
    await using student = (await school.join(tutorId)).student;
    await until("the first picture", () => student.pictures.length > 0);
    const ada = student.pictures.at(-1)!.picture;
    await admin.PATCH("/api/tutors/{tutorId}", { params: { path: { tutorId } }, body: { avatar: "ben" } });
    const last = () => student.pictures.at(-1)!.picture;
    await until("the other tutor", () => difference(ada, last(), whole) > otherFace, { withinMs: 30_000 });
    expect(countHeld("Lesson")).toBe(1);
  }
  await until("the lesson's end", () => school.engine.lessonCount === 0, { withinMs: 30_000 });
  await until("no lesson", () => countHeld("Lesson") === 0, { withinMs: 120_000 });
});
