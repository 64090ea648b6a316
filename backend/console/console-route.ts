/** What the console shows; kept in the address after `#`, so that pages can be reloaded, linked and left with Back. */
export type ConsoleRoute =
  | { readonly view: "tutors" }
  | { readonly view: "new-tutor" }
  | { readonly view: "tutor"; readonly tutorId: string }
  | { readonly view: "sessions"; readonly tutorId: string }
  | { readonly view: "transcript"; readonly tutorId: string; readonly sessionId: string };

/** Reads `location.hash`. Anything unknown is the list of tutors. */
export function readRoute(hash: string): ConsoleRoute {
  const [area, tutorId, part, sessionId, ...more] = hash.replace(/^#\/?/, "").split("/");
  if (area !== "tutors" || !tutorId || more.length > 0) return { view: "tutors" };
  if (part === undefined) return tutorId === "new" ? { view: "new-tutor" } : { view: "tutor", tutorId };
  if (part !== "sessions") return { view: "tutors" };
  return sessionId ? { view: "transcript", tutorId, sessionId } : { view: "sessions", tutorId };
}

export function toHash(route: ConsoleRoute): string {
  switch (route.view) {
    case "tutors":
      return "#/tutors";
    case "new-tutor":
      return "#/tutors/new";
    case "tutor":
      return `#/tutors/${route.tutorId}`;
    case "sessions":
      return `#/tutors/${route.tutorId}/sessions`;
    case "transcript":
      return `#/tutors/${route.tutorId}/sessions/${route.sessionId}`;
  }
}
