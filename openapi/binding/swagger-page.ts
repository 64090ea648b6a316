import { Elysia } from "elysia";

export interface SwaggerAsset {
  readonly type: "text/javascript" | "text/css" | "image/png";
  readonly body: Blob;
}

/** Swagger UI and the document it shows, served from this host alone. */
export interface SwaggerPage {
  /** The contract as it was written, byte for byte. */
  readonly contract: Blob;
  readonly html: string;
  readonly contentSecurityPolicy: string;
  /** A file that the page asks for under /docs/, or undefined where there is none of that name. */
  asset(name: string): SwaggerAsset | undefined;
}

/** What the page may load: files of its own host. Swagger UI sets style attributes and draws icons from data: URLs. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const packageFiles = {
  "swagger-ui.css": "text/css",
  "swagger-ui-bundle.js": "text/javascript",
  "favicon-32x32.png": "image/png",
} as const;

/**
 * Renders Swagger UI for a contract. @elysiajs/swagger writes the page with scripts from a public CDN and an
 * inline script; both are moved to files of this host, so that the page works offline under a strict policy.
 * Throws when the rendered page is not the one these replacements were made for.
 */
export async function openSwaggerPage(source: { contractPath: string; title: string }): Promise<SwaggerPage> {
  const { html, initScript } = toOwnFiles(await render(source.title));
  const assets = new Map<string, SwaggerAsset>();
  for (const [name, type] of Object.entries(packageFiles)) {
    const file = Bun.file(new URL(import.meta.resolve(`swagger-ui-dist/${name}`)));
    assets.set(name, { type, body: new Blob([await file.arrayBuffer()], { type }) });
  }
  assets.set("init.js", {
    type: "text/javascript",
    body: new Blob([initScript], { type: "text/javascript" }),
  });
  return {
    contract: new Blob([await Bun.file(source.contractPath).arrayBuffer()], { type: "application/yaml" }),
    html,
    contentSecurityPolicy,
    asset: (name) => assets.get(name),
  };
}

async function render(title: string): Promise<string> {
  // The plugin hands these to Swagger UI as they are; its type leaves `url` out because it sets one itself.
  const swaggerOptions = {
    url: "/openapi.yaml",
    deepLinking: true,
    persistAuthorization: false,
    displayOperationId: true,
    displayRequestDuration: true,
    tryItOutEnabled: true,
    validatorUrl: "none",
  };
  // Loaded with the first page: most processes never show one.
  const { swagger } = await import("@elysiajs/swagger");
  const app = new Elysia().use(
    swagger({
      path: "/docs",
      provider: "swagger-ui",
      documentation: { info: { title, description: title, version: "" } },
      theme: "/docs/swagger-ui.css",
      autoDarkMode: false,
      swaggerOptions,
    }),
  );
  const response = await app.handle(new Request("http://localhost/docs"));
  return response.text();
}

/** Points the page at files under /docs/ and takes its inline script out. */
function toOwnFiles(rendered: string): { html: string; initScript: string } {
  const inline = /<script>([\s\S]*?)<\/script>/;
  const initScript = inline.exec(rendered)?.[1];
  if (!initScript) throw new Error("the rendered page has no script that starts Swagger UI");
  const html = rendered
    .replace(inline, '<script src="/docs/init.js"></script>')
    .replace(
      /<script src="https:[^"]*\/swagger-ui-bundle\.js" crossorigin>/,
      '<script src="/docs/swagger-ui-bundle.js">',
    )
    .replace("</head>", '    <link rel="icon" href="/docs/favicon-32x32.png" />\n</head>');
  if (/(?:https?:)?\/\//.test(html)) throw new Error("the rendered page still names another host");
  if (/<script(?![^>]*\ssrc=)/.test(html)) throw new Error("the rendered page still has an inline script");
  return { html, initScript };
}
