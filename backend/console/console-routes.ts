import type { BackendHandlers } from "../backend-handlers.ts";
import { NotFound } from "../not-found.ts";
import type { ConsolePage } from "./console-page.ts";

const assetLifeSeconds = 3600;

export const consoleRoutes = (page: ConsolePage) =>
  ({
    getConsole: () => ({
      status: 200,
      headers: { "Content-Security-Policy": page.contentSecurityPolicy },
      body: page.html,
    }),

    getConsoleAsset({ path }) {
      const asset = page.asset(path.asset);
      if (!asset) throw new NotFound("file");
      return {
        status: 200,
        headers: { "Cache-Control": `public, max-age=${assetLifeSeconds}` },
        type: asset.type,
        body: asset.body,
      };
    },
  }) satisfies Pick<BackendHandlers, "getConsole" | "getConsoleAsset">;
