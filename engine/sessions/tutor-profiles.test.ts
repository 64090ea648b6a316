import { expect, test } from "bun:test";
import { BackendRefused, BackendUnavailable, type Profile } from "./backend-client.ts";
import { ProfileUnavailable, TutorProfiles, TutorUnknown } from "./tutor-profiles.ts";

const profile = { id: "t", version: 1, name: "Ada" } as Profile;
type Answer = () => { profile: Profile; etag: string } | undefined;

function profilesOf(answer: Answer) {
  const asked: (string | undefined)[] = [];
  const clock = { nowMs: 0 };
  const getProfile = async (_: string, etag: string | undefined) => {
    asked.push(etag);
    return answer();
  };
  return { profiles: new TutorProfiles({ getProfile }, () => clock.nowMs), asked, clock };
}

test("a fresh profile is asked for once, however many want it", async () => {
  const { profiles, asked } = profilesOf(() => ({ profile, etag: '"1"' }));
  await Promise.all([profiles.get("t"), profiles.get("t"), profiles.get("t")]);
  await profiles.get("t");
  expect(asked).toEqual([undefined]);
});

test("an old profile is revalidated by its ETag", async () => {
  let first = true;
  const { profiles, asked, clock } = profilesOf(() => {
    if (!first) return undefined;
    first = false;
    return { profile, etag: '"1"' };
  });
  await profiles.get("t");
  clock.nowMs = 31_000;
  expect(await profiles.get("t")).toBe(profile);
  expect(asked).toEqual([undefined, '"1"']);
});

test("a kept profile serves while the backend is down, and no longer than a day", async () => {
  let down = false;
  const { profiles, clock } = profilesOf(() => {
    if (down) throw new BackendUnavailable("down");
    return { profile, etag: '"1"' };
  });
  await profiles.get("t");
  down = true;
  clock.nowMs = 3_600_000;
  expect(await profiles.get("t")).toBe(profile);
  clock.nowMs = 25 * 3_600_000;
  expect(profiles.get("t")).rejects.toBeInstanceOf(ProfileUnavailable);
});

test("a deleted tutor is unknown at once, not served from memory", async () => {
  let deleted = false;
  const { profiles, clock } = profilesOf(() => {
    if (deleted) throw new BackendRefused(404);
    return { profile, etag: '"1"' };
  });
  await profiles.get("t");
  deleted = true;
  clock.nowMs = 31_000;
  expect(profiles.get("t")).rejects.toBeInstanceOf(TutorUnknown);
});
