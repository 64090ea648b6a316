import type { Config } from "drizzle-kit";

// drizzle-kit reads the default export and resolves paths from the folder it is started in: the repository's root.
// biome-ignore lint/style/noDefaultExport: drizzle-kit takes no other
export default {
  dialect: "sqlite",
  schema: "./backend/database/schema-sqlite.ts",
  out: "./backend/database/migrations/sqlite",
} satisfies Config;
