import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import createClient, { type Client } from "openapi-fetch";
import { insertAdmin } from "../../backend/accounts/admins-repository.ts";
import { PasswordHasher } from "../../backend/accounts/password-hasher.ts";
import type { Schemas } from "../../backend/backend-handlers.ts";
import { type BackendConfig, readBackendConfig } from "../../backend/config.ts";
import { type DatabasePlace, openDatabase } from "../../backend/database/open-database.ts";
import { startBackend } from "../../backend/server.ts";
import type { paths } from "../../generated/backend.types.ts";
import { openTestPostgres } from "./postgres.ts";

export type BackendClient = Client<paths>;

export const databases = ["sqlite", "postgres"] as const;
export type TestDatabase = (typeof databases)[number];

export const ownerEmail = "owner@school.example";
export const ownerPassword = "correct horse battery staple";
export const serviceToken = "a-secret-that-engine-and-backend-share";

/** For `setDefaultTimeout` in every file that starts services: a busy machine takes its time. */
export const serviceTestTimeoutMs = 60_000;

/** The real service on a free port, with a database of its own. */
export interface TestBackend extends AsyncDisposable {
  readonly url: string;
  readonly routes: readonly string[];
  readonly place: DatabasePlace;
  readonly demoTutorId: string | undefined;
  /** Sends no credentials. */
  readonly guest: BackendClient;
  /** Sends the engine's secret. */
  readonly engine: BackendClient;
  /** Signs in; without arguments as the owner. */
  signIn(email?: string, password?: string): Promise<BackendClient>;
  signInAsStudent(credentials: Schemas["StudentLogin"]): Promise<BackendClient>;
  /** Makes another account and signs it in. */
  signInAsSecondAdmin(): Promise<BackendClient>;
}

export interface TestBackendOptions extends Partial<Omit<BackendConfig, "database">> {
  /** A new database of a kind, or one that is there already. */
  readonly database: TestDatabase | DatabasePlace;
}

/**
 * Starts it. Disposing of it stops it, removes its data and throws where any reply broke the contract.
 * `settings` override the configuration.
 */
export async function startTestBackend({ database, ...settings }: TestBackendOptions): Promise<TestBackend> {
  await using opened = new AsyncDisposableStack();
  const place = typeof database === "string" ? await openPlace(database, opened) : database;
  const violations: string[] = [];
  const defaults = readBackendConfig({
    SERVICE_TOKEN: serviceToken,
    BACKEND_PORT: "0",
    LOG_LEVEL: "silent",
    ADMIN_EMAIL: ownerEmail,
    ADMIN_PASSWORD: ownerPassword,
  });
  opened.defer(() => {
    if (violations.length > 0) throw new Error(`replies broke the contract:\n${violations.join("\n")}`);
  });
  const backend = opened.use(
    await startBackend(
      { ...defaults, database: place, ...settings },
      { onViolation: (operation, detail) => violations.push(`${operation}: ${detail}`) },
    ),
  );
  const { url, routes, demoTutorId } = backend;
  const signIn = async (email = ownerEmail, password = ownerPassword) =>
    clientWith(url, await fetchAccessToken(url, email, password));
  const stack = opened.move();
  return {
    url,
    routes,
    place,
    demoTutorId,
    guest: createClient<paths>({ baseUrl: url }),
    engine: clientWith(url, serviceToken),
    signIn,
    async signInAsStudent(body) {
      const { data, response } = await createClient<paths>({ baseUrl: url }).POST("/api/student/auth/login", {
        body,
      });
      if (!data) throw new Error(`the student's sign-in was answered with ${response.status}`);
      return clientWith(url, data.access_token);
    },
    async signInAsSecondAdmin() {
      const email = `${crypto.randomUUID()}@school.example`;
      const passwordHash = await new PasswordHasher().hash(ownerPassword);
      await using db = await openDatabase(place);
      await db.write((transaction) => insertAdmin(transaction, { email, passwordHash, role: "admin" }));
      return signIn(email, ownerPassword);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** A new, empty database of one kind; it goes when `opened` is disposed of. */
export async function openPlace(
  database: TestDatabase,
  opened: AsyncDisposableStack,
): Promise<DatabasePlace> {
  if (database === "postgres") return { url: opened.use(await openTestPostgres()).url };
  const dataDir = mkdtempSync(join(tmpdir(), "virtual-tutor-backend-"));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  return { dataDir };
}

const clientWith = (url: string, bearer: string): BackendClient =>
  createClient<paths>({ baseUrl: url, headers: { authorization: `Bearer ${bearer}` } });

async function fetchAccessToken(url: string, email: string, password: string): Promise<string> {
  const client = createClient<paths>({ baseUrl: url });
  const { data, response } = await client.POST("/api/auth/login", { body: { email, password } });
  if (!data) throw new Error(`the sign-in was answered with ${response.status}`);
  return data.access_token;
}
