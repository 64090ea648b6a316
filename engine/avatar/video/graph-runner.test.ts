import { afterAll, beforeAll, expect, test } from "bun:test";
import { type FaceModels, openFaceModels } from "./face-models.ts";
import { type GraphFile, GraphRunner } from "./graph-runner.ts";

let models: FaceModels;
beforeAll(async () => {
  // Sets the backend.
  models = await openFaceModels();
});
afterAll(() => models[Symbol.dispose]());

/** What is put in, less one half, without what is negative; and the same once more, added up. */
function graphOf(op: string): GraphFile {
  return {
    modelTopology: {
      node: [
        { name: "sum", op: "Identity", input: ["both"] },
        { name: "both", op: "AddV2", input: ["flat", "positive"] },
        { name: "flat", op: "Reshape", input: ["positive", "half"] },
        { name: "positive", op, input: ["less"] },
        { name: "less", op: "AddV2", input: ["in", "half"] },
        { name: "half", op: "Const" },
        { name: "in", op: "Placeholder" },
      ],
    },
    weightsManifest: [{ weights: [{ name: "half", shape: [1], dtype: "float32" }] }],
  };
}

test("a graph's nodes are worked out in the order in which they need each other, again and again", () => {
  using runner = new GraphRunner(graphOf("Relu"), Float32Array.of(-0.5).buffer);
  expect(runner.run(Float32Array.of(0, 1, 2), [1, 3])).toEqual([Float32Array.of(0, 1, 3)]);
  expect(runner.run(Float32Array.of(4, 0.5, 0.25), [1, 3])).toEqual([Float32Array.of(7, 0, 0)]);
});

test("an operation that is not known is refused before anything is run", () => {
  expect(() => new GraphRunner(graphOf("Softmax"), Float32Array.of(-0.5).buffer)).toThrow("Softmax");
});
