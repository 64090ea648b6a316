import { dirname, join } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { ready, setBackend } from "@tensorflow/tfjs-core";
import { type GraphFile, GraphRunner } from "./graph-runner.ts";

/** Sides of the models' inputs, in px. */
export const detectorSide = 256;
export const meshSide = 192;

/**
 * MediaPipe's BlazeFace (Bazarevsky et al., BlazeFace: Sub-millisecond Neural Face Detection, 2019) and
 * Face Mesh (Kartynnik et al., Real-time Facial Surface Geometry from Monocular Video, 2019), run in
 * WebAssembly. Nothing is fetched: the weights are files of an installed package.
 */
export interface FaceModels extends Disposable {
  /** `input` is RGB from -1 to 1. Raw scores (896) and boxes with key points (896 × 16, in px). */
  detect(input: Float32Array): { scores: Float32Array; boxes: Float32Array };
  /** `input` is RGB from 0 to 1. 468 points (x, y, z in px of the input), and how sure it is that there is a face. */
  mesh(input: Float32Array): { points: Float32Array; face: number };
}

export async function openFaceModels(): Promise<FaceModels> {
  setWasmPaths(`${join(packageFolder("@tensorflow/tfjs-backend-wasm"), "dist")}/`);
  if (!(await setBackend("wasm"))) throw new Error("the WebAssembly backend does not start");
  await ready();
  const [detector, mesh] = await Promise.all([load("blazeface"), load("facemesh")]);
  return {
    detect: (input) => {
      const outputs = detector.run(input, [1, detectorSide, detectorSide, 3]);
      // Two layers of anchors: 16 × 16 cells of two, then 8 × 8 cells of six; 16 numbers to each box.
      return {
        scores: joined(ofLength(outputs, 512), ofLength(outputs, 384)),
        boxes: joined(ofLength(outputs, 16 * 512), ofLength(outputs, 16 * 384)),
      };
    },
    mesh: (input) => {
      const outputs = mesh.run(input, [1, meshSide, meshSide, 3]);
      return { points: ofLength(outputs, 3 * 468), face: ofLength(outputs, 1)[0]! };
    },
    [Symbol.dispose]: () => {
      detector[Symbol.dispose]();
      mesh[Symbol.dispose]();
    },
  };
}

function ofLength(outputs: readonly Float32Array[], length: number): Float32Array {
  const found = outputs.find((output) => output.length === length);
  if (!found) throw new Error(`the model has no output of ${length} numbers`);
  return found;
}

function joined(one: Float32Array, other: Float32Array): Float32Array {
  const both = new Float32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

async function load(name: string): Promise<GraphRunner> {
  const base = join(packageFolder("@vladmandic/human"), "models", name);
  const model: GraphFile = await Bun.file(`${base}.json`).json();
  return new GraphRunner(model, await Bun.file(`${base}.bin`).arrayBuffer());
}

function packageFolder(name: string): string {
  return dirname(Bun.resolveSync(`${name}/package.json`, import.meta.dir));
}
