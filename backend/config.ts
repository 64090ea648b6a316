import {
  choice,
  type Environment,
  flag,
  httpUrl,
  integer,
  optional,
  port,
  readSettings,
  type Setting,
  SettingError,
  text,
} from "../deploy/settings.ts";
import type { DatabasePlace } from "./database/open-database.ts";

const passwordLengthMin = 8;
const passwordLengthMax = 256;
const serviceTokenLengthMin = 32;
const serviceTokenLengthMax = 1024;
const emailLengthMax = 254;

/** Every setting of the backend, by the name of its environment variable. */
export const backendSettings = {
  HOST: text({
    default: "127.0.0.1",
    about: "Address to listen on; 0.0.0.0 lets other machines in, :: by IPv6 as well.",
  }),
  BACKEND_PORT: port({ default: "8000", about: "Port to listen on." }),
  LOG_LEVEL: choice({ default: "info", about: "What is logged." }, [
    "debug",
    "info",
    "warn",
    "error",
    "silent",
  ]),
  NODE_ENV: choice({ default: "development", about: "Kind of installation." }, [
    "development",
    "test",
    "production",
  ]),
  BACKEND_METRICS_PORT: optional(
    port({ about: "Port for Prometheus, on HOST; without it no figures are served." }),
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    httpUrl({
      about: "An OpenTelemetry collector, such as http://localhost:4318; without it nothing is traced.",
    }),
  ),
  PROXY_HOPS: integer(
    { default: "0", about: "Proxies in front of the service that add to X-Forwarded-For." },
    { min: 0, max: 10 },
  ),
  DATA_DIR: text({ default: "data", about: "Folder of the SQLite file." }),
  DATABASE_URL: optional(postgresUrl("Postgres server; without it a SQLite file in DATA_DIR is used.")),
  SERVICE_TOKEN: serviceToken("Secret that backend and engine share."),
  AVATAR_SERVICE_URL: httpUrl({
    default: "http://localhost:8001",
    about: "The engine, as this service reaches it.",
  }),
  ENGINE_PUBLIC_URL: optional(
    httpUrl({ about: "The engine, as browsers reach it; AVATAR_SERVICE_URL without it." }),
  ),
  ADMIN_EMAIL: optional(email("Account made at the first start; admin@localhost without it.")),
  ADMIN_PASSWORD: optional(password("Its password; without it one is made up and shown once.")),
  LOGIN_FORM: optional(flag({ about: "Sign-in by form, for /docs; on unless NODE_ENV is production." })),
  DEMO_TUTOR: flag({ default: "on", about: "Makes a public tutor at the first start." }),
};

/** Where the database is, which is all that bringing its schema up to date needs. Throws SettingError. */
export function readDatabasePlace(environment: Environment): DatabasePlace {
  const { DATA_DIR, DATABASE_URL } = backendSettings;
  const { DATA_DIR: dataDir, DATABASE_URL: url } = readSettings({ DATA_DIR, DATABASE_URL }, environment);
  return url === undefined ? { dataDir } : { url };
}

export interface BackendConfig {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Undefined: figures are not served. 0 takes any free port. */
  readonly metricsPort: number | undefined;
  /** A collector of traces; undefined: there is none. */
  readonly tracesUrl: string | undefined;
  /** Proxies between clients and the service whose X-Forwarded-For is believed. */
  readonly proxyHops: number;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
  readonly database: DatabasePlace;
  readonly serviceToken: string;
  /** The engine, as this service reaches it. */
  readonly engineUrl: string;
  /** The engine, as browsers reach it. */
  readonly enginePublicUrl: string;
  readonly adminEmail: string | undefined;
  readonly adminPassword: string | undefined;
  readonly loginForm: boolean;
  readonly demoTutor: boolean;
}

/** Throws SettingError. */
export function readBackendConfig(environment: Environment): BackendConfig {
  const settings = readSettings(backendSettings, environment);
  return {
    host: settings.HOST,
    port: settings.BACKEND_PORT,
    metricsPort: settings.BACKEND_METRICS_PORT,
    tracesUrl: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
    proxyHops: settings.PROXY_HOPS,
    logLevel: settings.LOG_LEVEL,
    database: readDatabasePlace(environment),
    serviceToken: settings.SERVICE_TOKEN,
    engineUrl: settings.AVATAR_SERVICE_URL,
    enginePublicUrl: settings.ENGINE_PUBLIC_URL ?? settings.AVATAR_SERVICE_URL,
    adminEmail: settings.ADMIN_EMAIL,
    adminPassword: settings.ADMIN_PASSWORD,
    loginForm: settings.LOGIN_FORM ?? settings.NODE_ENV !== "production",
    demoTutor: settings.DEMO_TUTOR,
  };
}

function serviceToken(about: string): Setting<string> {
  return {
    default: undefined,
    about,
    read(name, value = "") {
      const { length } = value;
      // It travels in a header, where a space would end it.
      const isToken = /^[\x21-\x7e]*$/.test(value);
      if (isToken && length >= serviceTokenLengthMin && length <= serviceTokenLengthMax) return value;
      throw new SettingError(
        `${name} must be set, with ${serviceTokenLengthMin} to ${serviceTokenLengthMax} letters, digits or signs and no spaces.`,
      );
    },
  };
}

function password(about: string): Setting<string> {
  return {
    default: undefined,
    about,
    read(name, value = "") {
      if (value.length >= passwordLengthMin && value.length <= passwordLengthMax) return value;
      throw new SettingError(`${name} must have ${passwordLengthMin} to ${passwordLengthMax} characters.`);
    },
  };
}

function email(about: string): Setting<string> {
  return {
    default: undefined,
    about,
    read(name, value) {
      if (value !== undefined && value.length <= emailLengthMax && /^\S+@\S+$/.test(value)) return value;
      throw new SettingError(`${name} must be an e-mail address such as "head@school.example".`);
    },
  };
}

function postgresUrl(about: string): Setting<string> {
  return {
    default: undefined,
    about,
    read(name, value) {
      if (/^postgres(ql)?:$/.test(URL.parse(value ?? "")?.protocol ?? "")) return value as string;
      throw new SettingError(
        `${name} must be an address such as "postgres://user:password@localhost:5432/tutor"; unset it to use SQLite.`,
      );
    },
  };
}
