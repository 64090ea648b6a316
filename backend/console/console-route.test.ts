import { expect, test } from "bun:test";
import { type ConsoleRoute, readRoute, sections, toHash } from "./console-route.ts";

const tutorId = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f";
const sessionId = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e90";

test("every view has an address that leads back to it", () => {
  const routes: ConsoleRoute[] = [
    ...sections.map((view) => ({ view })),
    { view: "new-tutor" },
    { view: "new-avatar" },
    { view: "avatar", avatarId: tutorId },
    { view: "tutor", tutorId },
    { view: "sessions", tutorId },
    { view: "transcript", tutorId, sessionId },
    { view: "students", tutorId },
    { view: "documents", tutorId },
    { view: "import", tutorId },
    { view: "student", tutorId, studentId: sessionId },
  ];
  for (const route of routes) expect(readRoute(toHash(route))).toEqual(route);
});

test("an address that means nothing is the list of tutors", () => {
  const hashes = [
    "",
    "#",
    "#/",
    "#/elsewhere",
    "#/tutors",
    "#/tutors/",
    "#/tutors/a/b",
    "#/tutors/a/import/b",
    "#/audit/a",
    "#/avatars/a/b",
    "#/elsewhere/a",
    "#/tutors/a/sessions/b/c",
  ];
  for (const hash of hashes) expect(readRoute(hash)).toEqual({ view: "tutors" });
});
