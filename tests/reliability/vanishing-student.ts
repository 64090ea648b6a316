import { Student } from "../_support/student.ts";

// Joins with each ticket of the command line and asks; then somebody kills this process, and no network says goodbye.
const [, , engineUrl, tutorId, ...tickets] = process.argv;
for (const ticket of tickets) {
  const student = await Student.join(engineUrl!, tutorId!, ticket, { decode: false });
  student.say("Why are leaves green?");
  await student.message("turn");
}
process.stdout.write("asked\n");
await Bun.sleep(600_000);
