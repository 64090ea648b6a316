import pTimeout from "p-timeout";
import type { TutorProfiles } from "../sessions/tutor-profiles.ts";

/** The page is not kept waiting for a backend that is slow. */
const patienceMs = 1_000;

/** The sites that may show a tutor's page in a frame; none while nobody can tell. */
export async function readEmbedOrigins(
  profiles: Pick<TutorProfiles, "get">,
  tutorId: string,
): Promise<readonly string[]> {
  const found = await pTimeout(profiles.get(tutorId), { milliseconds: patienceMs }).catch(() => undefined);
  return found?.embedOrigins ?? [];
}
