import createClient from "openapi-fetch";
import type { paths } from "../../generated/backend.types.ts";

const baseUrl = process.env.BACKEND ?? "http://localhost:8000";
const [email = "", password = ""] = process.argv.slice(2);
const { data: tokens } = await createClient<paths>({ baseUrl }).POST("/api/auth/login", {
  body: { email, password },
});
const api = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${tokens?.access_token}` } });
const { data: tutor, error } = await api.POST("/api/tutors", { body: { name: "Bo", access: "public" } });
console.log(tutor?.pageUrl ?? error?.title);
