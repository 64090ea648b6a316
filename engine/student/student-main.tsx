import { render } from "preact";
import type { LessonStats } from "./lesson-stats.ts";
import { chooseStrings } from "./strings.ts";
import { StudentApp } from "./student-app.ts";
import { Page } from "./views/page.tsx";
import { Words } from "./views/words.ts";

declare global {
  interface Window {
    /** For tests and support: the running lesson's figures. */
    lessonStats?: () => (LessonStats & { state: string; connections: number }) | undefined;
  }
}

const { tutor = "", backend = "", poster = "" } = document.body.dataset;
const strings = chooseStrings(new URLSearchParams(location.search).get("lang"), navigator.languages);
document.documentElement.lang = strings.language;
const app = new StudentApp({ tutorId: tutor, backendUrl: backend, posterUrl: poster }, strings);
const page = (
  <Words.Provider value={strings}>
    <Page app={app} />
  </Words.Provider>
);
render(page, document.getElementById("page")!);
window.lessonStats = () => app.stats;
window.addEventListener("pagehide", () => app.pause());
// A page that comes back from the browser's cache has lost its connection.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});
window.addEventListener("storage", ({ key, newValue }) => {
  if (key === app.home.account.tokenName && newValue === null) app.signedOutElsewhere();
});
void app.load();
