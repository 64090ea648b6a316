import { ensureInstalled } from "../../deploy/installation.ts";

await ensureInstalled();
const { openAttackedSchool } = await import("./attacked-school.ts");
const { attackWithOffers } = await import("./offer-attack.ts");
{
  await using school = await openAttackedSchool();
  const report = await attackWithOffers(school, { count: Number(process.argv[2] ?? 100), seed: 4711 });
  console.log(JSON.stringify(report, null, 1));
}
process.exit(0);
