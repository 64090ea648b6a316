import { expect, test } from "bun:test";
import { FliteProgram } from "./flite-program.ts";

test("a run leaves no trace: what is said does not depend on what was said before", async () => {
  const used = await FliteProgram.open();
  used.speak("A long sentence first, so that the program needs more memory than it began with.", "slt");
  used.spell("photosynthesis, chlorophyll,");
  for (const voice of ["rms", "slt"]) {
    for (const text of ["Hi.", "Plants make 3 kinds of sugar from light."]) {
      const fresh = await FliteProgram.open();
      expect(used.speak(text, voice)).toEqual(fresh.speak(text, voice));
      expect(used.spell(text)).toEqual(fresh.spell(text));
    }
  }
});
