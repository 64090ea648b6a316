import type { LessonStats } from "./lesson-stats.ts";
import { getPageElements } from "./page-elements.ts";
import { chooseStrings, writeStrings } from "./strings.ts";
import { StudentApp } from "./student-app.ts";

declare global {
  interface Window {
    /** For tests and support: the running lesson's figures. */
    lessonStats?: () => (LessonStats & { state: string; connections: number }) | undefined;
  }
}

const { tutor = "", backend = "", poster = "" } = document.body.dataset;
const strings = chooseStrings(new URLSearchParams(location.search).get("lang"), navigator.languages);
writeStrings(document, strings);
const app = new StudentApp(
  { tutorId: tutor, backendUrl: backend, posterUrl: poster },
  getPageElements(),
  strings,
);
window.lessonStats = () => app.stats;
window.addEventListener("pagehide", () => app.pause());
// A page that comes back from the browser's cache has lost its connection.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});
void app.load();
