/** What the console shows; kept in the address after `#`, so that pages can be reloaded, linked and left with Back. */
export type ConsoleRoute =
  | { readonly view: "tutors" | "new-tutor" | "audit" | "admins" | "account" }
  | { readonly view: "tutor" | "sessions" | "students" | "import"; readonly tutorId: string }
  | { readonly view: "transcript"; readonly tutorId: string; readonly sessionId: string }
  | { readonly view: "student"; readonly tutorId: string; readonly studentId: string };

/** Reads `location.hash`. Anything unknown is the list of tutors. */
export function readRoute(hash: string): ConsoleRoute {
  const [area, tutorId, part, id, ...more] = hash.replace(/^#\/?/, "").split("/");
  if ((area === "audit" || area === "admins" || area === "account") && tutorId === undefined) {
    return { view: area };
  }
  if (area !== "tutors" || !tutorId || more.length > 0) return { view: "tutors" };
  if (part === undefined) return tutorId === "new" ? { view: "new-tutor" } : { view: "tutor", tutorId };
  if (part === "sessions")
    return id ? { view: "transcript", tutorId, sessionId: id } : { view: part, tutorId };
  if (part === "students") {
    return id ? { view: "student", tutorId, studentId: id } : { view: part, tutorId };
  }
  if (part === "import" && id === undefined) return { view: part, tutorId };
  return { view: "tutors" };
}

export function toHash(route: ConsoleRoute): string {
  switch (route.view) {
    case "tutors":
    case "audit":
    case "admins":
    case "account":
      return `#/${route.view}`;
    case "new-tutor":
      return "#/tutors/new";
    case "tutor":
      return `#/tutors/${route.tutorId}`;
    case "sessions":
    case "students":
    case "import":
      return `#/tutors/${route.tutorId}/${route.view}`;
    case "transcript":
      return `#/tutors/${route.tutorId}/sessions/${route.sessionId}`;
    case "student":
      return `#/tutors/${route.tutorId}/students/${route.studentId}`;
  }
}
