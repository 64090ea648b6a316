import { ensureInstalled } from "../../deploy/installation.ts";

await ensureInstalled();
const { measureApi } = await import("./api-requests.ts");
const { openBenchSchool } = await import("./bench-school.ts");
const { measureBuilding } = await import("./building.ts");
const { measureCosts } = await import("./cost-per-student.ts");
const { measureFirstAudio } = await import("./first-audio.ts");
const { measureFirstPicture } = await import("./first-picture.ts");
const { measureLinks } = await import("./narrow-links.ts");
const { measureMemory } = await import("./memory-per-student.ts");
const { measureSync } = await import("./sound-and-picture.ts");
const { measureResume } = await import("./resume-after-kill.ts");
const { measureRelay } = await import("./relay.ts");
const { measureRetrieval } = await import("./retrieval.ts");
const { measureScalingInputs } = await import("./scaling-inputs.ts");
const { measureTurnDelivery } = await import("./turn-delivery.ts");
const { printFigure, printLoad } = await import("./report.ts");
const { measureStarts } = await import("./start-to-ready.ts");

printLoad("before");
for (const figure of await measureStarts()) printFigure(figure);
for (const figure of await measureApi()) printFigure(figure);
for (const figure of await measureTurnDelivery()) printFigure(figure);
{
  await using school = await openBenchSchool();
  for (const measure of [measureFirstPicture, measureFirstAudio, measureResume]) {
    for (const figure of await measure(school)) printFigure(figure);
  }
}
for (const figure of await measureCosts()) printFigure(figure);
for (const figure of await measureBuilding()) printFigure(figure);
for (const figure of await measureMemory()) printFigure(figure);
for (const figure of await measureSync()) printFigure(figure);
for (const figure of await measureLinks()) printFigure(figure);
for await (const figure of measureRelay()) printFigure(figure);
for (const figure of await measureRetrieval()) printFigure(figure);
for (const figure of await measureScalingInputs()) printFigure(figure);
printLoad("after");
process.exit(0);
