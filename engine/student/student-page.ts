/** A file of the page, as the engine serves it below /student/. */
export interface StudentAsset {
  readonly type: "text/javascript" | "text/css" | "text/plain" | "image/svg+xml";
  readonly body: Blob;
  /** Names that carry a hash may be kept for ever. */
  readonly cacheControl: string;
}

export interface StudentPage {
  /** The page of one tutor; the id is escaped, not checked. */
  html(tutorId: string): string;
  /** `embedOrigins`: sites that may show the page in a frame, besides the engine itself. */
  contentSecurityPolicy(embedOrigins: readonly string[]): string;
  asset(name: string): StudentAsset | undefined;
}

export interface StudentPageOptions {
  /** Where browsers reach the backend, without a slash at its end. */
  readonly backendPublicUrl: string;
  /** Origins of other engines that lessons may take place on; the page's own is always allowed. */
  readonly engineConnect?: readonly string[];
}

const sources = new URL(".", import.meta.url).pathname;
const clientTypes = new URL("../../generated/virtual-tutor.d.ts", import.meta.url).pathname;
const immutable = "public, max-age=31536000, immutable";
const brief = "public, max-age=3600";

/** Bundles the page once. Rejects when it does not build, which is a programmer's error. */
export async function openStudentPage(options: StudentPageOptions): Promise<StudentPage> {
  const [built, client] = await Promise.all([
    bundlePage(),
    // For pages of other sites, under a name that they can rely on.
    Bun.build({ entrypoints: [`${sources}virtual-tutor.ts`], target: "browser", minify: true }),
  ]);
  const assets = new Map<string, StudentAsset>();
  const urls = { script: "", style: "", icon: "/student/icon.svg" };
  for (const output of built.outputs) {
    const name = output.path.replace(/^.*\//, "").toLowerCase();
    const isStyle = name.endsWith(".css");
    const type = isStyle ? "text/css" : "text/javascript";
    assets.set(name, { type, body: new Blob([await output.arrayBuffer()]), cacheControl: immutable });
    if (isStyle || output.kind === "entry-point") urls[isStyle ? "style" : "script"] = `/student/${name}`;
  }
  for (const output of client.outputs) {
    const body = new Blob([await output.arrayBuffer()]);
    assets.set("virtual-tutor.js", { type: "text/javascript", body, cacheControl: brief });
  }
  const types = new Blob([await Bun.file(clientTypes).arrayBuffer()]);
  assets.set("virtual-tutor.d.ts", { type: "text/plain", body: types, cacheControl: brief });
  const icon = new Blob([await Bun.file(`${sources}icon.svg`).arrayBuffer()]);
  assets.set("icon.svg", { type: "image/svg+xml", body: icon, cacheControl: brief });
  const connect = [options.backendPublicUrl, ...(options.engineConnect ?? [])].map(toOrigin);
  const template = await Bun.file(`${sources}page.html`).text();
  const page = fillTemplate(template, { ...urls, backend: options.backendPublicUrl });
  return {
    html: (tutorId) => fillTemplate(page, { tutor: tutorId }),
    contentSecurityPolicy: (embedOrigins) => writePolicy(connect, embedOrigins.map(toOrigin)),
    asset: (name) => assets.get(name),
  };
}

const bundlePage = () =>
  Bun.build({
    entrypoints: [`${sources}student-main.tsx`, `${sources}page.css`],
    target: "browser",
    minify: true,
    jsx: { runtime: "automatic", importSource: "preact", development: false },
    // Formulas are typeset by a part that is fetched when there is one.
    splitting: true,
    naming: "[name]-[hash].[ext]",
  });

/** Replaces each `{{name}}` that has a value; values are escaped for attributes and text. */
function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
    const value = values[name];
    return value === undefined ? placeholder : Bun.escapeHTML(value);
  });
}

/** Throws for an address that is not one: it would widen or break the policy. */
const toOrigin = (url: string): string => new URL(url).origin;

/** Content Security Policy Level 3. */
function writePolicy(connect: readonly string[], ancestors: readonly string[]): string {
  return [
    "default-src 'self'",
    `connect-src ${["'self'", ...new Set(connect)].join(" ")}`,
    "img-src 'self' data:",
    "media-src 'self' blob: mediastream:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${["'self'", ...ancestors].join(" ")}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}
