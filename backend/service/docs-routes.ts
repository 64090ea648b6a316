import type { SwaggerPage } from "../../openapi/binding/swagger-page.ts";
import type { BackendHandlers } from "../backend-handlers.ts";
import { NotFound } from "../not-found.ts";

const assetLifeSeconds = 3600;

/** The page is made when it is first asked for. */
export const docsRoutes = (page: () => Promise<SwaggerPage>) =>
  ({
    getContract: async () => ({ status: 200, body: (await page()).contract }),

    async getDocs() {
      const { contentSecurityPolicy, html } = await page();
      return { status: 200, headers: { "Content-Security-Policy": contentSecurityPolicy }, body: html };
    },

    async getDocsAsset({ path }) {
      const asset = (await page()).asset(path.asset);
      if (!asset) throw new NotFound("file");
      return {
        status: 200,
        headers: { "Cache-Control": `public, max-age=${assetLifeSeconds}` },
        type: asset.type,
        body: asset.body,
      };
    },
  }) satisfies Pick<BackendHandlers, "getContract" | "getDocs" | "getDocsAsset">;
