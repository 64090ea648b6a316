/** What the side bar leads to. */
export const sections = [
  "tutors",
  "lessons",
  "avatars",
  "audit",
  "health",
  "keys",
  "admins",
  "account",
] as const;
export type Section = (typeof sections)[number];

/** What the console shows; kept in the address after `#`, so that pages can be reloaded, linked and left with Back. */
export type ConsoleRoute =
  | { readonly view: "new-tutor" | "new-avatar" | Section }
  | { readonly view: "avatar"; readonly avatarId: string }
  | {
      readonly view: "tutor" | "sessions" | "students" | "documents" | "import";
      readonly tutorId: string;
    }
  | { readonly view: "transcript"; readonly tutorId: string; readonly sessionId: string }
  | { readonly view: "student"; readonly tutorId: string; readonly studentId: string };

/** Reads `location.hash`. Anything unknown is the list of tutors. */
export function readRoute(hash: string): ConsoleRoute {
  const [area, tutorId, part, id, ...more] = hash.replace(/^#\/?/, "").split("/");
  const section = sections.find((name) => name === area) ?? "tutors";
  if (!tutorId || more.length > 0) return { view: tutorId === undefined ? section : "tutors" };
  if (section === "avatars" && part === undefined) {
    return tutorId === "new" ? { view: "new-avatar" } : { view: "avatar", avatarId: tutorId };
  }
  if (section !== "tutors" || area !== section) return { view: "tutors" };
  if (part === undefined) return tutorId === "new" ? { view: "new-tutor" } : { view: "tutor", tutorId };
  if (part === "sessions")
    return id ? { view: "transcript", tutorId, sessionId: id } : { view: part, tutorId };
  if (part === "students") {
    return id ? { view: "student", tutorId, studentId: id } : { view: part, tutorId };
  }
  if ((part === "import" || part === "documents") && id === undefined) return { view: part, tutorId };
  return { view: "tutors" };
}

export function toHash(route: ConsoleRoute): string {
  switch (route.view) {
    case "new-tutor":
      return "#/tutors/new";
    case "new-avatar":
      return "#/avatars/new";
    case "avatar":
      return `#/avatars/${route.avatarId}`;
    case "tutor":
      return `#/tutors/${route.tutorId}`;
    case "sessions":
    case "students":
    case "documents":
    case "import":
      return `#/tutors/${route.tutorId}/${route.view}`;
    case "transcript":
      return `#/tutors/${route.tutorId}/sessions/${route.sessionId}`;
    case "student":
      return `#/tutors/${route.tutorId}/students/${route.studentId}`;
    default:
      return `#/${route.view}`;
  }
}
