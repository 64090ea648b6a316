import { expect, test } from "bun:test";
import { type Lock, packagesFor } from "./lock-file.ts";

const linux = { os: "linux", cpu: "x64" };
type Facts = Lock["packages"][string][2];
const entry = (resolution: string, facts: Facts = {}): Lock["packages"][string] => [
  resolution,
  "",
  facts,
  "sha512-AAAA",
];
const placesOf = (lock: Lock, ...roots: string[]) =>
  packagesFor(lock, roots, linux).map(({ place }) => place);

test("the nearest version counts, from the inside out", () => {
  const lock = {
    packages: {
      "@a/b": entry("@a/b@1.0.0", { dependencies: { c: "1", d: "1" } }),
      "@a/b/c": entry("c@1.0.0", { dependencies: { d: "1" } }),
      c: entry("c@2.0.0"),
      d: entry("d@1.0.0", { dependencies: { c: "2" } }),
    },
  };
  expect(placesOf(lock, "@a/b")).toEqual(["@a/b", "@a/b/c", "c", "d"]);
  expect(packagesFor(lock, ["@a/b"], linux)[1]).toMatchObject({ name: "c", version: "1.0.0", needs: ["d"] });
  expect(placesOf(lock, "c")).toEqual(["c"]);
});

test("other platforms' packages and optional peers stay out, required peers come along", () => {
  const lock = {
    packages: {
      a: entry("a@1.0.0", {
        optionalDependencies: { "a-linux": "1", "a-musl": "1", "a-mac": "1", missing: "1" },
        peerDependencies: { peer: "1", whim: "1" },
        optionalPeers: ["whim"],
      }),
      "a-linux": entry("a-linux@1.0.0", { os: "linux", cpu: "x64", libc: "glibc" }),
      "a-musl": entry("a-musl@1.0.0", { os: "linux", cpu: "x64", libc: "musl" }),
      "a-mac": entry("a-mac@1.0.0", { os: ["darwin"], cpu: ["arm64", "x64"] }),
      peer: entry("peer@1.0.0"),
      whim: entry("whim@1.0.0"),
    },
  };
  expect(placesOf(lock, "a")).toEqual(["a", "a-linux", "peer"]);
});

test("packages that need each other end the walk, and a missing one is named", () => {
  const lock = {
    packages: {
      a: entry("a@1.0.0", { dependencies: { b: "1" } }),
      b: entry("b@1.0.0", { dependencies: { a: "1" } }),
      broken: entry("broken@1.0.0", { dependencies: { gone: "1" } }),
    },
  };
  expect(placesOf(lock, "a")).toEqual(["a", "b"]);
  expect(() => placesOf(lock, "broken")).toThrow("no gone, which broken needs");
});
