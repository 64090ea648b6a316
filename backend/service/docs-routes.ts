import type { SwaggerPage } from "../../openapi/binding/swagger-page.ts";
import type { BackendHandlers } from "../backend-handlers.ts";
import { NotFound } from "../not-found.ts";

const assetLifeSeconds = 3600;

export const docsRoutes = (page: SwaggerPage) =>
  ({
    getContract: () => ({ status: 200, body: page.contract }),

    getDocs: () => ({
      status: 200,
      headers: { "Content-Security-Policy": page.contentSecurityPolicy },
      body: page.html,
    }),

    getDocsAsset({ path }) {
      const asset = page.asset(path.asset);
      if (!asset) throw new NotFound("file");
      return {
        status: 200,
        headers: { "Cache-Control": `public, max-age=${assetLifeSeconds}` },
        type: asset.type,
        body: asset.body,
      };
    },
  }) satisfies Pick<BackendHandlers, "getContract" | "getDocs" | "getDocsAsset">;
