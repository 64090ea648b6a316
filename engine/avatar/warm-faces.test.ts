import { expect, test } from "bun:test";
import { setImmediate } from "node:timers/promises";
import { type BitRate, bitRates, type IdleLoop, videoCodecs } from "./face.ts";
import { WarmFaces } from "./warm-faces.ts";

test("a face is ready when it is recorded at its first rate, and the others are asked for one at a time", async () => {
  const asked: { rate: BitRate | undefined; made: PromiseWithResolvers<IdleLoop> }[] = [];
  const worker = {
    open: async () => {},
    idleOf: (_face: unknown, _codec: unknown, rate?: BitRate) => {
      const made = Promise.withResolvers<IdleLoop>();
      asked.push({ rate, made });
      return made.promise;
    },
  };
  await using faces = new WarmFaces([]);
  const warming = faces.warm({ first: worker, all: [worker] }, { name: "ada" }, bitRates);
  await setImmediate();
  expect(asked.map(({ rate }) => rate)).toEqual(videoCodecs.map(() => bitRates[0]));
  const make = (number: number) => asked[number]!.made.resolve({ pictures: [] });
  for (const number of videoCodecs.keys()) make(number);
  await warming;
  const recordings = videoCodecs.length * bitRates.length;
  for (let number: number = videoCodecs.length; number < recordings; number++) {
    await setImmediate();
    expect(asked).toHaveLength(number + 1);
    // One that fails does not keep the others from being made.
    if (number === 5) asked[number]!.made.reject(new Error("it failed"));
    else make(number);
  }
  await setImmediate();
  expect(asked.map(({ rate }) => rate)).toEqual(bitRates.flatMap((rate) => videoCodecs.map(() => rate)));
});
