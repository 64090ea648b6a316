import { readFileSync } from "node:fs";
import { canonicalAddress } from "./ip-address.ts";

/** The environment as the process got it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting cannot be used; the message is one sentence that names it and says what to do. */
export class SettingError extends Error {
  override readonly name = "SettingError";
}

/** Reads one setting's text; throws SettingError with its name in the message. */
export interface Setting<T> {
  readonly default: string | undefined;
  /** For the settings table: one line, what it is. */
  readonly about: string;
  read(name: string, text: string | undefined): T;
}

export type Settings<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Setting<infer T> ? T : never;
};

/**
 * Reads every setting of a table. A value may come from a file named by `NAME_FILE`, as container secrets do;
 * an empty value counts as not set.
 */
export function readSettings<Table extends Record<string, Setting<unknown>>>(
  table: Table,
  environment: Environment,
): Settings<Table> {
  const entries = Object.entries(table).map(([name, setting]) => {
    return [name, setting.read(name, textOf(name, environment) ?? setting.default)] as const;
  });
  return Object.fromEntries(entries) as Settings<Table>;
}

function textOf(name: string, environment: Environment): string | undefined {
  const file = environment[`${name}_FILE`];
  if (!file) return environment[name] || undefined;
  try {
    return readFileSync(file, "utf8").trim() || undefined;
  } catch (cause) {
    throw new SettingError(
      `${name}_FILE names a file that cannot be read: give a readable file or unset it.`,
      { cause },
    );
  }
}

type About = { readonly default?: string; readonly about: string };

function setting<T>(about: About, parse: (text: string) => T | undefined, expected: string): Setting<T> {
  return {
    default: about.default,
    about: about.about,
    read(name, text) {
      const value = text === undefined ? undefined : parse(text);
      if (value === undefined) throw new SettingError(`${name} must be ${expected}.`);
      return value;
    },
  };
}

export const port = (about: About) => integer(about, { min: 0, max: 65_535 });

export const integer = (about: About, { min, max }: { min: number; max: number }) =>
  setting(
    about,
    (text) => (/^-?\d+$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined),
    `a whole number from ${min} to ${max}`,
  );

/** An http or https address, without the slash at its end. */
export const httpUrl = (about: About) =>
  setting(
    about,
    (text) => (/^https?:$/.test(URL.parse(text)?.protocol ?? "") ? text.replace(/\/+$/, "") : undefined),
    'an address such as "http://localhost:8000"',
  );

export const text = (about: About) => setting(about, (value) => value, "set");

export const choice = <const Names extends readonly string[]>(about: About, names: Names) =>
  setting<Names[number]>(
    about,
    (value) => names.find((name) => name === value),
    `one of ${names.join(", ")}`,
  );

export const flag = (about: About) =>
  setting(
    about,
    (value) => ({ on: true, true: true, "1": true, off: false, false: false, "0": false })[value],
    "on or off",
  );

/** Names separated by commas; may be empty. */
export const list = (about: About) => setting(about, itemsOf, "a list separated by commas");

const itemsOf = (text: string): string[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean);

/** IPv4 and IPv6 addresses separated by commas; may be empty. */
export const addresses = (about: About) =>
  setting(
    about,
    (value) => {
      const found = itemsOf(value).map(canonicalAddress);
      return found.every(isReachable) ? [...new Set(found)] : undefined;
    },
    'addresses such as "192.0.2.10" or "2001:db8::10", separated by commas, without brackets and names',
  );

/** Others may send to it, from wherever they are. */
const isReachable = (address: string | undefined): address is string =>
  address !== undefined && !/^(0\.0\.0\.0$|::$|fe80:)/.test(address);

/** A port, or none. */
export const portOrOff = (about: About) =>
  setting(
    about,
    (text) =>
      text === "off" ? text : /^\d+$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined,
    "a whole number from 0 to 65535, or off",
  );

/** A setting that may be left out. */
export const optional = <T>(inner: Setting<T>): Setting<T | undefined> => ({
  ...inner,
  read: (name, value) => (value === undefined ? undefined : inner.read(name, value)),
});
