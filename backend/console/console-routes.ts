import type { BackendHandlers } from "../backend-handlers.ts";
import { toFileReply } from "../page-file.ts";
import type { ConsolePage } from "./console-page.ts";

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

    getConsoleAsset: async ({ path }) => toFileReply((await page()).asset(path.asset)),
  } satisfies Pick<BackendHandlers, "getHome" | "getConsole" | "getConsoleAsset">;
};
