import { Elysia } from "elysia";
import { openAccessTokens } from "../../backend/accounts/access-tokens.ts";
import { Accounts } from "../../backend/accounts/accounts.ts";
import { adminAuthenticator } from "../../backend/accounts/authenticators.ts";
import { PasswordHasher } from "../../backend/accounts/password-hasher.ts";
import { RefreshTokens } from "../../backend/accounts/refresh-tokens.ts";
import { readDatabasePlace } from "../../backend/config.ts";
import { openDatabase } from "../../backend/database/open-database.ts";
import { KeyRing } from "../../backend/keys/key-ring.ts";
import { openSigningKeys } from "../../backend/keys/signing-keys.ts";
import { Tutors } from "../../backend/tutors/tutors.ts";

/** The backend's own rules behind plain Elysia: no contract, nothing checked, no rate limits told, nothing counted. */
const db = await openDatabase(readDatabasePlace(process.env));
const accessTokens = openAccessTokens(
  new KeyRing(() => openSigningKeys(db, "access")),
  "virtual-tutor-admin",
);
const authenticate = adminAuthenticator(db, accessTokens);
const accounts = new Accounts({
  db,
  accessTokens,
  hasher: new PasswordHasher(),
  refreshTokens: new RefreshTokens(db),
});
const tutors = new Tutors(db, "http://localhost:8001");

const refused = new Response(null, { status: 401 });
const app = new Elysia()
  .get("/api/auth/me", async ({ request }) => {
    const admin = await authenticate(request);
    return admin ? accounts.getAdmin(admin.adminId) : refused;
  })
  .get("/api/tutors", async ({ request }) => {
    const admin = await authenticate(request);
    return admin ? tutors.list(admin.adminId, { before: undefined, limit: 20 }) : refused;
  })
  .get("/api/tutors/:tutorId", async ({ request, params }) => {
    const admin = await authenticate(request);
    return admin ? tutors.get(admin.adminId, params.tutorId) : refused;
  })
  .post("/api/auth/login", ({ body }) =>
    accounts.login(body as { email: string; password: string }, "127.0.0.1"),
  )
  .listen({ hostname: "127.0.0.1", port: 0, reusePort: false });
process.send?.({ url: `http://127.0.0.1:${app.server?.port}` });
