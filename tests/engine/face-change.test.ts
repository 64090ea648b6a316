import { expect, setDefaultTimeout, test } from "bun:test";
import { difference } from "../_support/decoders.ts";
import { Mageurite } from "../_support/mageurite.ts";
import { startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

const remoteWidth = 256;
const whole = { x: 0, y: 0, width: 512, height: 512 };
/** Two tutors differ by far more than one face from its own next breath. */
const otherFace = 8;

test("a tutor's face that is changed is changed in the running lesson, between two turns", async () => {
  await using mageurite = await Mageurite.start({ mode: "newest" });
  await using school = await startSchool({ mageurite });
  const admin = await school.backend.signIn();
  const { data: tutor } = await admin.POST("/api/tutors", {
    body: { name: "Mo", access: "public", avatar: "ada" },
  });
  const change = async (avatar: string) => {
    const { error } = await admin.PATCH("/api/tutors/{tutorId}", {
      params: { path: { tutorId: tutor!.id } },
      body: { avatar },
    });
    expect(error).toBeUndefined();
  };
  const { student } = await school.join(tutor!.id);
  await using _ = student;
  const last = () => student.pictures.at(-1)!.picture;
  await until("the first picture", () => student.pictures.length > 0);
  const ada = last();

  school.ollama.next({
    tokens: ["The first answer is said to its end, whatever the school changes meanwhile."],
  });
  student.say("How?");
  await student.message("caption");
  const spokenBy = student.pictures.length;
  await change("ben");
  const end = await student.message("turn-end", { withinMs: 20_000 });
  expect(end).toMatchObject({ outcome: "complete" });
  const whileSpeaking = student.pictures.slice(spokenBy).map(({ picture }) => picture);
  expect(Math.max(...whileSpeaking.map((picture) => difference(ada, picture, whole)))).toBeLessThan(
    otherFace,
  );
  await until("the other tutor", () => difference(ada, last(), whole) > otherFace, { withinMs: 20_000 });

  await change("mageurite");
  await until("the remote face", () => last().width === remoteWidth, { withinMs: 20_000 });
  const from = student.messages.length;
  school.ollama.next({ tokens: ["And this is said by the other one."] });
  student.say("And now?");
  await student.message("turn-end", { from, withinMs: 20_000 });
  expect((await mageurite.state()).said).toEqual(["And this is said by the other one."]);
});
