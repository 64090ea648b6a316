/** A file of the console, as the backend serves it below /console/. */
export interface ConsoleAsset {
  readonly type: "text/javascript" | "text/css" | "image/png" | "image/svg+xml";
  readonly body: Blob;
}

/** The admin console, ready to be served: a page and the files it asks for. */
export interface ConsolePage {
  readonly html: Blob;
  readonly contentSecurityPolicy: string;
  asset(name: string): ConsoleAsset | undefined;
}

const sources = new URL(".", import.meta.url).pathname;

const contentSecurityPolicy = [
  "default-src 'self'",
  "img-src 'self' blob: data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/** Bundles the console once. Rejects when it does not build, which is a programmer's error. */
export async function openConsole(): Promise<ConsolePage> {
  const built = await Bun.build({
    entrypoints: [`${sources}console-main.tsx`, `${sources}console.css`],
    target: "browser",
    minify: true,
    jsx: { runtime: "automatic", importSource: "preact", development: false },
    naming: "[name]-[hash].[ext]",
  });
  const assets = new Map<string, ConsoleAsset>();
  const values = { script: "", style: "", icon: "/console/icon.svg" };
  for (const output of built.outputs) {
    const name = output.path.replace(/^.*\//, "").toLowerCase();
    const isStyle = name.endsWith(".css");
    const type = isStyle ? "text/css" : "text/javascript";
    assets.set(name, { type, body: new Blob([await output.arrayBuffer()]) });
    values[isStyle ? "style" : "script"] = `/console/${name}`;
  }
  const icon = new Blob([await Bun.file(`${sources}console-icon.svg`).arrayBuffer()]);
  assets.set("icon.svg", { type: "image/svg+xml", body: icon });
  const template = await Bun.file(`${sources}console.html`).text();
  const html = template.replace(/\{\{(\w+)\}\}/g, (_, name: keyof typeof values) =>
    Bun.escapeHTML(values[name]),
  );
  return {
    html: new Blob([html], { type: "text/html" }),
    contentSecurityPolicy,
    asset: (name) => assets.get(name),
  };
}
