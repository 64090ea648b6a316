import { expect, test } from "bun:test";
import { isInLesson, nextPageState, type PageEvent, type PageState } from "./page-state.ts";

const walk = (...events: PageEvent[]) =>
  events.reduce<PageState | undefined>((state, event) => state && nextPageState(state, event), "loading");

test("a lesson goes from the tutor's page through a lost connection to its end", () => {
  expect(walk("tutor-known", "start", "live", "lost", "live", "end")).toBe("ended");
});

test("what failed can be tried again from where it failed", () => {
  expect(walk("failed", "retry")).toBe("loading");
  expect(walk("tutor-known", "start", "failed", "retry")).toBe("connecting");
  expect(walk("tutor-known", "start", "live", "lost", "failed", "retry")).toBe("connecting");
});

test("who has to sign in comes to the tutor's page by that, and back to it when the sign-in is over", () => {
  expect(walk("sign-in-needed", "tutor-known", "start", "live", "end", "back")).toBe("welcome");
  expect(walk("sign-in-needed", "tutor-known", "start", "live", "lost", "failed", "sign-in-needed")).toBe(
    "sign-in",
  );
});

test("events that come too late mean nothing", () => {
  expect(nextPageState("ended", "live")).toBeUndefined();
  expect(nextPageState("ended", "failed")).toBeUndefined();
  expect(nextPageState("welcome", "end")).toBeUndefined();
});

test("only states with a connection, or the search for one, are a lesson", () => {
  const states: PageState[] = [
    "loading",
    "sign-in",
    "welcome",
    "blocked",
    "connecting",
    "live",
    "reconnecting",
    "stopped",
    "ended",
  ];
  expect(states.filter(isInLesson)).toEqual(["connecting", "live", "reconnecting"]);
});
