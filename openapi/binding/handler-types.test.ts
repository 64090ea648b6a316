import { expect, test } from "bun:test";
import type { operations } from "../../generated/engine.types.ts";
import type { ClosedReplies } from "./closed-replies.ts";
import type { Handler } from "./handler.ts";

/**
 * What must not compile. Each `@ts-expect-error` is itself an error where the line below it compiles, so the type check of the
 * whole project is the test. Nothing here is served.
 */

type Probes = {
  readonly [Id in "getLiveness" | "getIceServers" | "startLesson" | "chatStream"]: Id extends keyof operations
    ? Handler<operations[Id], undefined>
    : never;
};

/** As the services' own: closed to fields that the contract does not declare. */
const probe = <Given extends Partial<Probes>>(handlers: Given & ClosedReplies<Given, operations>) => handlers;

const server = { urls: ["turn:turn.example"], username: "a", credential: "b" };
const wrongServer = { ...server, secret: "c" };
const iceTransportPolicy = "all";

const refused = [
  // @ts-expect-error: status 418 is not declared
  probe({ getLiveness: () => ({ status: 418, body: { status: "live" } }) }),
  // @ts-expect-error: `status` is missing
  probe({ getLiveness: () => ({ status: 200, body: {} }) }),
  // @ts-expect-error: there is no `version`
  probe({ getLiveness: () => ({ status: 200, body: { status: "live", version: 1 } }) }),
  // @ts-expect-error: the same in a promise
  probe({ getLiveness: async () => ({ status: 200, body: { status: "live", version: 1 } }) }),
  // @ts-expect-error: there is no `secret` in an item of a list
  probe({ getIceServers: () => ({ status: 200, body: { iceTransportPolicy, iceServers: [wrongServer] } }) }),
  // @ts-expect-error: the header `Location` is missing
  probe({ startLesson: () => ({ status: 201, body: "v=0" }) }),
  probe({
    // @ts-expect-error: there is no event "noise"
    async *chatStream() {
      yield { data: { type: "noise" } };
    },
  }),
  probe({
    getIceServers: ({ path }) => {
      // @ts-expect-error: the path has no `studentId`
      throw new Error(path.studentId);
    },
  }),
];

const taken = [
  probe({ getLiveness: () => ({ status: 200, body: { status: "live" } }) }),
  probe({ getIceServers: async () => ({ status: 200, body: { iceTransportPolicy, iceServers: [server] } }) }),
];

test("what breaks the contract does not compile, and what keeps it does", () => {
  expect(refused.length).toBe(8);
  expect(taken.length).toBe(2);
});
