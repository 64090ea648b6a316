import { expect, test } from "bun:test";
import { SettingError } from "../deploy/settings.ts";
import { readBackendConfig, readDatabasePlace } from "./config.ts";

const SERVICE_TOKEN = "0123456789abcdef0123456789abcdef";

test("with the shared secret alone everything has a default", () => {
  expect(readBackendConfig({ SERVICE_TOKEN })).toEqual({
    host: "127.0.0.1",
    port: 8000,
    metricsPort: undefined,
    tracesUrl: undefined,
    proxyHops: 0,
    logLevel: "info",
    database: { dataDir: "data" },
    serviceToken: SERVICE_TOKEN,
    engineUrl: "http://localhost:8001",
    enginePublicUrl: "http://localhost:8001",
    adminEmail: undefined,
    adminPassword: undefined,
    loginForm: true,
    demoTutor: true,
  });
});

test("browsers are sent to the engine's public address, where there is one", () => {
  const AVATAR_SERVICE_URL = "http://engine:8001";
  const ENGINE_PUBLIC_URL = "https://tutor.school.example/";
  expect(readBackendConfig({ SERVICE_TOKEN, AVATAR_SERVICE_URL }).enginePublicUrl).toBe("http://engine:8001");
  expect(readBackendConfig({ SERVICE_TOKEN, AVATAR_SERVICE_URL, ENGINE_PUBLIC_URL }).enginePublicUrl).toBe(
    "https://tutor.school.example",
  );
});

test("the password form is off in production, unless it is switched on", () => {
  expect(readBackendConfig({ SERVICE_TOKEN, NODE_ENV: "production" }).loginForm).toBe(false);
  expect(readBackendConfig({ SERVICE_TOKEN, NODE_ENV: "production", LOGIN_FORM: "on" }).loginForm).toBe(true);
  expect(readBackendConfig({ SERVICE_TOKEN, LOGIN_FORM: "off" }).loginForm).toBe(false);
});

test("a Postgres address is used in place of the folder", () => {
  const DATABASE_URL = "postgres://user:password@db:5432/tutor";
  expect(readDatabasePlace({ DATABASE_URL })).toEqual({ url: DATABASE_URL });
  expect(readDatabasePlace({ DATA_DIR: "/srv/tutor" })).toEqual({ dataDir: "/srv/tutor" });
});

test.each([
  [{}, "SERVICE_TOKEN"],
  [{ SERVICE_TOKEN: "short" }, "SERVICE_TOKEN"],
  [{ SERVICE_TOKEN: `${SERVICE_TOKEN} with a space` }, "SERVICE_TOKEN"],
  [{ SERVICE_TOKEN, ADMIN_PASSWORD: "1234567" }, "ADMIN_PASSWORD"],
  [{ SERVICE_TOKEN, ADMIN_PASSWORD: "x".repeat(257) }, "ADMIN_PASSWORD"],
  [{ SERVICE_TOKEN, ADMIN_EMAIL: "nobody" }, "ADMIN_EMAIL"],
  [{ SERVICE_TOKEN, DATABASE_URL: "mysql://db" }, "DATABASE_URL"],
  [{ SERVICE_TOKEN, ENGINE_PUBLIC_URL: "javascript:alert(1)" }, "ENGINE_PUBLIC_URL"],
  [{ SERVICE_TOKEN, LOG_LEVEL: "loud" }, "LOG_LEVEL"],
])("a setting that cannot be used is named, without its value: %j", (environment, name) => {
  const read = () => readBackendConfig(environment);
  expect(read).toThrow(SettingError);
  expect(read).toThrow(new RegExp(`^${name} must .*\\.$`));
});
