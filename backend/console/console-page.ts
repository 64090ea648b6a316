/** The admin console, ready to be served: a page and the files it asks for under /console/. */
export interface ConsolePage {
  html: Blob;
  contentSecurityPolicy: string;
  asset(name: string): ConsoleAsset | undefined;
}

export interface ConsoleAsset {
  type: "text/javascript" | "text/css" | "image/png" | "image/svg+xml";
  body: Blob;
}

/** The least there can be: a page that points at the API's own. */
export async function openConsole(): Promise<ConsolePage> {
  const html =
    '<!doctype html><html lang="en"><title>Virtual Tutor</title><p><a href="/docs">API</a></p></html>';
  return {
    html: new Blob([html], { type: "text/html" }),
    contentSecurityPolicy: "default-src 'self'",
    asset: () => undefined,
  };
}
