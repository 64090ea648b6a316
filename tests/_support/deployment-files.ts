import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../deploy/installation.ts";

export interface ComposeService {
  image?: string;
  build?: { context: string; dockerfile: string };
  pull_policy?: string;
  profiles?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  networks?: string[] | Record<string, { aliases?: string[]; ipv4_address?: string }>;
  network_mode?: string;
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[]; start_period?: string };
  cap_drop?: string[];
  security_opt?: string[];
  read_only?: boolean;
  privileged?: boolean;
  restart?: string;
  stop_grace_period?: string;
  deploy?: { resources?: { limits?: { cpus?: string; memory?: string } } };
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  networks: Record<
    string,
    {
      internal?: boolean;
      ipam?: { config: { subnet: string; ip_range?: string; gateway?: string }[] };
    } | null
  >;
  volumes: Record<string, unknown>;
}

/** compose.yaml as Compose reads it: anchors merged, `${NAME:-default}` replaced. */
export function readCompose(environment: Record<string, string> = {}): ComposeFile {
  const text = readFileSync(join(projectFolder, "compose.yaml"), "utf8");
  return interpolate(Bun.YAML.parse(text), environment) as ComposeFile;
}

function interpolate(value: unknown, environment: Record<string, string>): unknown {
  if (typeof value === "string") {
    return value
      .replace(/(?<!\$)\$\{(\w+)(?::-([^}]*))?\}/g, (_, name: string, usual?: string) => {
        const found = environment[name] || usual;
        if (found === undefined) throw new Error(`${name} has no default`);
        return found;
      })
      .replaceAll("$$", "$");
  }
  if (Array.isArray(value)) return value.map((item) => interpolate(item, environment));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, interpolate(item, environment)]),
  );
}

/** Every document of a YAML file. */
export function readYaml(path: string): unknown[] {
  return [Bun.YAML.parse(readFileSync(join(projectFolder, path), "utf8"))].flat();
}

/** The setting that an environment variable is for: `NAME_FILE` names a file with the value of NAME. */
export const settingOf = (variable: string): string => variable.replace(/_FILE$/, "");
