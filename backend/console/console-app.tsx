import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ApiClient } from "./api-client.ts";
import type { Admin } from "./api-types.ts";
import { AskDialog, type Asked } from "./ask-dialog.tsx";
import { AvatarApi } from "./avatar-api.ts";
import { type Console, ConsoleContext, describeProblem, type Question } from "./console-context.ts";
import { type ConsoleRoute, readRoute, toHash } from "./console-route.ts";
import { ConsoleShell } from "./console-shell.tsx";
import type { ConsoleStrings } from "./console-strings.ts";
import { ConsoleView } from "./console-view.tsx";
import { Waiting } from "./loaded.tsx";
import { SchoolApi } from "./school-api.ts";
import { SignIn } from "./sign-in.tsx";
import { TutorApi } from "./tutor-api.ts";

const toastMs = 5000;

type Gate = { readonly state: "unknown" | "open" } | { readonly state: "shut"; readonly why: string };

/** The console: who is signed in, which view is shown, and what stands above all views. */
export function ConsoleApp({ strings }: { readonly strings: ConsoleStrings }) {
  const { apis, gate, me, enter, leave } = useSignIn(strings);
  const [toast, say] = useToast();
  const [asked, ask] = useQuestion();
  const isDirty = useRef(false);
  const guard = useCallback((dirty: boolean) => {
    isDirty.current = dirty;
  }, []);
  const mayLeave = useCallback(async () => {
    const { discardTitle: title, discardText: text, discard: yes } = strings;
    return !isDirty.current || (await ask({ title, text, yes }));
  }, [strings, ask]);
  const route = useRoute(isDirty, mayLeave);

  const signOut = useCallback(async () => {
    if (await mayLeave()) await leave();
  }, [leave, mayLeave]);

  const value = useMemo<Console | undefined>(
    () =>
      me && {
        ...apis,
        strings,
        me,
        say,
        ask,
        guard,
        go: (to) => {
          location.hash = toHash(to);
        },
      },
    [me, apis, strings, say, ask, guard],
  );
  return (
    <>
      {gate.state === "unknown" && <Waiting text={strings.loading} />}
      {gate.state === "shut" && <SignIn api={apis.api} strings={strings} why={gate.why} enter={enter} />}
      {value && (
        // A sign-in that ends by itself leaves the view as it is until somebody is signed in again.
        <div hidden={gate.state !== "open"}>
          <ConsoleContext.Provider value={value}>
            <ConsoleShell route={route} signOut={signOut}>
              <ConsoleView route={route} key={`${value.me.id} ${toHash(route)}`} />
            </ConsoleShell>
          </ConsoleContext.Provider>
        </div>
      )}
      <AskDialog asked={asked} cancelText={strings.cancel} typeText={strings.typeToConfirm} />
      <p class="toast" role="status">
        {toast}
      </p>
    </>
  );
}

/** Who is signed in, and what can be asked in their name. */
function useSignIn(strings: ConsoleStrings) {
  const apis = useMemo(() => {
    const api = new ApiClient({ storage: sessionStorage });
    return { api, school: new SchoolApi(api), tutors: new TutorApi(api), avatars: new AvatarApi(api) };
  }, []);
  const { api } = apis;
  const [gate, setGate] = useState<Gate>({ state: "unknown" });
  const [me, setMe] = useState<Admin>();
  const enter = useCallback(async () => {
    setMe(await api.me());
    setGate({ state: "open" });
  }, [api]);
  const leave = useCallback(async () => {
    await api.signOut();
    setMe(undefined);
    setGate({ state: "shut", why: "" });
  }, [api]);
  useEffect(() => {
    api.onSignedOut = () => setGate({ state: "shut", why: strings.signInAgain });
    api
      .resume()
      .then((isIn) => (isIn ? enter() : setGate({ state: "shut", why: "" })))
      .catch((error: unknown) => setGate({ state: "shut", why: describeProblem(error, strings) }));
  }, [api, enter, strings]);
  return { apis, gate, me, enter, leave };
}

function useToast(): [string, (text: string) => void] {
  const [text, setText] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const say = useCallback((said: string) => {
    clearTimeout(timer.current);
    setText(said);
    timer.current = setTimeout(() => setText(""), toastMs);
  }, []);
  return [text, say];
}

function useQuestion(): [Asked | undefined, (question: Question) => Promise<boolean>] {
  const [asked, setAsked] = useState<Asked>();
  const ask = useCallback(
    (question: Question) =>
      new Promise<boolean>((resolve) => {
        const answer = (yes: boolean) => {
          setAsked(undefined);
          resolve(yes);
        };
        setAsked({ question, answer });
      }),
    [],
  );
  return [asked, ask];
}

/** What the address says, unless something unsaved is to be kept. */
function useRoute(isDirty: { readonly current: boolean }, mayLeave: () => Promise<boolean>): ConsoleRoute {
  const [route, setRoute] = useState(() => readRoute(location.hash));
  const shown = useRef(route);
  useEffect(() => {
    const follow = async () => {
      const wanted = readRoute(location.hash);
      if (toHash(wanted) === toHash(shown.current)) return;
      if (isDirty.current) {
        history.replaceState(null, "", toHash(shown.current));
        if (!(await mayLeave())) return;
        history.replaceState(null, "", toHash(wanted));
      }
      shown.current = wanted;
      setRoute(wanted);
    };
    const onHashChange = () => void follow();
    const onUnload = (event: BeforeUnloadEvent) => {
      if (isDirty.current) event.preventDefault();
    };
    addEventListener("hashchange", onHashChange);
    addEventListener("beforeunload", onUnload);
    return () => {
      removeEventListener("hashchange", onHashChange);
      removeEventListener("beforeunload", onUnload);
    };
  }, [isDirty, mayLeave]);
  return route;
}
