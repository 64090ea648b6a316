import type { Schemas } from "../../backend/backend-handlers.ts";
import type { School } from "./school.ts";

/** How Kim signs in. */
export const credentials = { email: "kim@school.example", password: "three blue kites at noon" };

/** Makes the tutor Cleo, who is for enrolled students only, and Kim her student; resolves with the tutor's id. */
export async function enrolKim(
  { backend }: School,
  tutor: Omit<Schemas["TutorCreate"], "name" | "access"> = {},
): Promise<string> {
  const admin = await backend.signIn();
  const { data } = await admin.POST("/api/tutors", { body: { ...tutor, name: "Cleo", access: "enrolled" } });
  await admin.POST("/api/tutors/{tutorId}/students", {
    params: { path: { tutorId: data!.id } },
    body: { ...credentials, name: "Kim" },
  });
  return data!.id;
}
