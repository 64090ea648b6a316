import type { SwaggerPage } from "../../openapi/binding/swagger-page.ts";
import type { BackendHandlers } from "../backend-handlers.ts";
import { toFileReply } from "../page-file.ts";

/** The page is made when it is first asked for. */
export const docsRoutes = (page: () => Promise<SwaggerPage>) =>
  ({
    getContract: async () => ({ status: 200, body: (await page()).contract }),

    async getDocs() {
      const { contentSecurityPolicy, html } = await page();
      return { status: 200, headers: { "Content-Security-Policy": contentSecurityPolicy }, body: html };
    },

    getDocsAsset: async ({ path }) => toFileReply((await page()).asset(path.asset)),
  }) satisfies Pick<BackendHandlers, "getContract" | "getDocs" | "getDocsAsset">;
