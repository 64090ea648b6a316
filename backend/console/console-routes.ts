import type { BackendHandlers } from "../backend-handlers.ts";
import { NotFound } from "../not-found.ts";
import type { ConsolePage } from "./console-page.ts";

const assetLifeSeconds = 3600;

/** The page is made when it is first asked for. */
export const consoleRoutes = (page: () => Promise<ConsolePage>) => {
  const getConsole = async () => {
    const { contentSecurityPolicy, html } = await page();
    return {
      status: 200,
      headers: { "Content-Security-Policy": contentSecurityPolicy },
      body: html,
    } as const;
  };
  return {
    getHome: getConsole,
    getConsole,

    async getConsoleAsset({ path }) {
      const asset = (await page()).asset(path.asset);
      if (!asset) throw new NotFound("file");
      return {
        status: 200,
        headers: { "Cache-Control": `public, max-age=${assetLifeSeconds}` },
        type: asset.type,
        body: asset.body,
      };
    },
  } satisfies Pick<BackendHandlers, "getHome" | "getConsole" | "getConsoleAsset">;
};
