import { openAccount } from "./account-view.ts";
import { openAdmins } from "./admin-list-view.ts";
import { ApiClient } from "./api-client.ts";
import { ApiProblem } from "./api-problem.ts";
import { openAudit } from "./audit-view.ts";
import { type ConsoleContext, describeProblem, type Question } from "./console-context.ts";
import { type ConsoleRoute, readRoute, toHash } from "./console-route.ts";
import type { ConsoleStrings } from "./console-strings.ts";
import { getElement, make, makeButton } from "./element.ts";
import { openImport } from "./import-view.ts";
import { SchoolApi } from "./school-api.ts";
import { openSessions, openSessionsOfStudent, openTranscript } from "./session-views.ts";
import { openStudents } from "./student-list-view.ts";
import { openTutorList } from "./tutor-list-view.ts";
import { openNewTutor, openTutor } from "./tutor-view.ts";

const toastMs = 5000;

/** The console: who is signed in, which view is shown, and what stands above all views. */
export class ConsoleApp {
  readonly #strings: ConsoleStrings;
  readonly #api = new ApiClient({ storage: sessionStorage });
  readonly #context: ConsoleContext;
  readonly #main = getElement("main", HTMLElement);
  readonly #bar = getElement("bar", HTMLElement);
  readonly #gate = getElement("gate", HTMLElement);
  readonly #loading = getElement("loading", HTMLElement);
  readonly #signInMessage = getElement("sign-in-message", HTMLElement);
  /** The view on the page; empty before the first and while none is wanted. */
  #shown = "";
  #navigation = 0;
  #isDirty: () => boolean = () => false;
  #toastTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(strings: ConsoleStrings, engineUrl: string) {
    this.#strings = strings;
    document.documentElement.lang = strings.language;
    document.title = strings.consoleTitle;
    this.#context = {
      api: this.#api,
      school: new SchoolApi(this.#api),
      strings,
      engineUrl,
      go: (route) => {
        location.hash = toHash(route);
      },
      say: (text) => this.#say(text),
      ask: (question) => this.#ask(question),
      guard: (isDirty) => {
        this.#isDirty = isDirty;
      },
    };
    this.#api.onSignedOut = () => this.#showGate(strings.signInAgain);
    getElement("sign-in", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#signIn();
    });
    getElement("sign-out", HTMLButtonElement).addEventListener("click", () => void this.#signOut());
    getElement("skip", HTMLAnchorElement).addEventListener("click", (event) => {
      // The address after # belongs to the route.
      event.preventDefault();
      this.#main.focus();
    });
    window.addEventListener("hashchange", () => void this.#follow());
    window.addEventListener("beforeunload", (event) => {
      if (this.#isDirty()) event.preventDefault();
    });
  }

  async start(): Promise<void> {
    try {
      if (await this.#api.resume()) await this.#enter();
      else this.#showGate();
    } catch (error) {
      this.#showGate(describeProblem(error, this.#strings));
    }
  }

  async #signIn(): Promise<void> {
    const email = getElement("email", HTMLInputElement);
    const password = getElement("password", HTMLInputElement);
    const button = getElement("sign-in-button", HTMLButtonElement);
    button.disabled = true;
    this.#signInMessage.hidden = true;
    try {
      await this.#api.signIn(email.value.trim(), password.value);
      password.value = "";
      await this.#enter();
    } catch (error) {
      const wrong =
        error instanceof ApiProblem && (error.kind === "unauthorized" || error.kind === "invalid-request");
      this.#signInMessage.textContent = wrong
        ? this.#strings.wrongPassword
        : describeProblem(error, this.#strings);
      this.#signInMessage.hidden = false;
      password.focus();
    } finally {
      button.disabled = false;
    }
  }

  async #signOut(): Promise<void> {
    if (!(await this.#mayLeave())) return;
    await this.#api.signOut();
    this.#shown = "";
    this.#main.replaceChildren();
    this.#showGate();
  }

  /** `why`: the sign-in ended by itself. The view below stays as it is until somebody is signed in again. */
  #showGate(why = ""): void {
    this.#loading.hidden = true;
    this.#bar.hidden = true;
    this.#main.hidden = true;
    this.#gate.hidden = false;
    this.#signInMessage.textContent = why;
    this.#signInMessage.hidden = why === "";
    getElement("email", HTMLInputElement).focus();
  }

  async #enter(): Promise<void> {
    const { email, role } = await this.#api.me();
    getElement("who", HTMLElement).textContent = email;
    getElement("to-admins", HTMLAnchorElement).hidden = role !== "owner";
    this.#gate.hidden = true;
    this.#bar.hidden = false;
    this.#main.hidden = false;
    this.#loading.hidden = true;
    if (this.#shown !== toHash(readRoute(location.hash))) await this.#show(readRoute(location.hash));
  }

  /** Goes where the address says, unless something unsaved is to be kept. */
  async #follow(): Promise<void> {
    const route = readRoute(location.hash);
    if (this.#shown === toHash(route) || !this.#gate.hidden) return;
    if (this.#isDirty()) {
      history.replaceState(null, "", this.#shown);
      if (!(await this.#mayLeave())) return;
      history.replaceState(null, "", toHash(route));
    }
    await this.#show(route);
  }

  async #mayLeave(): Promise<boolean> {
    const { discardTitle, discardText, discard } = this.#strings;
    if (this.#isDirty() && !(await this.#ask({ title: discardTitle, text: discardText, yes: discard })))
      return false;
    this.#isDirty = () => false;
    return true;
  }

  async #show(route: ConsoleRoute): Promise<void> {
    const navigation = ++this.#navigation;
    this.#shown = toHash(route);
    this.#isDirty = () => false;
    this.#main.setAttribute("aria-busy", "true");
    const view = await this.#open(route).catch((error: unknown) => this.#toFailure(error, route));
    // Somebody has gone on meanwhile, or has to sign in first.
    if (navigation !== this.#navigation) return;
    this.#main.removeAttribute("aria-busy");
    this.#main.replaceChildren(view);
    for (const link of document.querySelectorAll<HTMLAnchorElement>("nav a")) {
      const isHere =
        link.hash === this.#shown || (link.hash === "#/tutors" && this.#shown.startsWith("#/tutors/"));
      if (isHere) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    window.scrollTo(0, 0);
    const heading = this.#main.querySelector("h1");
    document.title = [heading?.textContent, this.#strings.consoleTitle].filter(Boolean).join(" · ");
    heading?.focus({ preventScroll: true });
  }

  #open(route: ConsoleRoute): Promise<HTMLElement> {
    switch (route.view) {
      case "tutors":
        return openTutorList(this.#context);
      case "new-tutor":
        return Promise.resolve(openNewTutor(this.#context));
      case "tutor":
        return openTutor(this.#context, route.tutorId);
      case "sessions":
        return openSessions(this.#context, route.tutorId);
      case "students":
        return openStudents(this.#context, route.tutorId);
      case "import":
        return openImport(this.#context, route.tutorId);
      case "student-sessions":
        return openSessionsOfStudent(this.#context, route.tutorId, route.studentId);
      case "audit":
        return openAudit(this.#context);
      case "admins":
        return openAdmins(this.#context);
      case "account":
        return openAccount(this.#context);
      case "transcript":
        return openTranscript(this.#context, route.tutorId, route.sessionId);
    }
  }

  #toFailure(error: unknown, route: ConsoleRoute): HTMLElement {
    const again = makeButton("primary", this.#strings.tryAgain, () => this.#show(route));
    const back = make("a", { class: "button quiet", href: toHash({ view: "tutors" }) }, this.#strings.tutors);
    const words = make("h1", { tabindex: -1, class: "failure" }, describeProblem(error, this.#strings));
    return make("div", { class: "card empty" }, words, make("div", { class: "actions" }, again, back));
  }

  #say(text: string): void {
    const toast = getElement("toast", HTMLElement);
    toast.textContent = text;
    clearTimeout(this.#toastTimer);
    this.#toastTimer = setTimeout(() => {
      toast.textContent = "";
    }, toastMs);
  }

  #ask({ title, text, yes }: Question): Promise<boolean> {
    const dialog = getElement("dialog", HTMLDialogElement);
    getElement("dialog-title", HTMLElement).textContent = title;
    getElement("dialog-text", HTMLElement).textContent = text;
    const confirm = getElement("dialog-yes", HTMLButtonElement);
    confirm.textContent = yes;
    confirm.onclick = () => dialog.close("yes");
    getElement("dialog-no", HTMLButtonElement).onclick = () => dialog.close("");
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    });
  }
}
