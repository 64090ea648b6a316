import { dirname, join } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { type GraphModel, loadGraphModel } from "@tensorflow/tfjs-converter";
import { io, ready, setBackend, type Tensor, tensor4d, tidy } from "@tensorflow/tfjs-core";

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
    detect: (input) =>
      tidy(() => {
        const outputs = run(detector, input, detectorSide);
        // Two layers of anchors: 16 × 16 cells of two, then 8 × 8 cells of six.
        return {
          scores: joined(outputOf(outputs, 512, 1), outputOf(outputs, 384, 1)),
          boxes: joined(outputOf(outputs, 512, 16), outputOf(outputs, 384, 16)),
        };
      }),
    mesh: (input) =>
      tidy(() => {
        const outputs = run(mesh, input, meshSide);
        const points = outputOf(outputs, 3 * 468);
        return { points, face: outputOf(outputs, 1)[0]! };
      }),
    [Symbol.dispose]: () => {
      detector.dispose();
      mesh.dispose();
    },
  };
}

function run(model: GraphModel, input: Float32Array, side: number): Tensor[] {
  const outputs = model.predict(tensor4d(input, [1, side, side, 3]));
  return Array.isArray(outputs) ? outputs : Object.values(outputs);
}

/** The output whose shape ends in these sizes. */
function outputOf(outputs: readonly Tensor[], ...shape: readonly number[]): Float32Array {
  const found = outputs.find(({ shape: [, ...own] }) =>
    shape.length === 1 ? own.reduce((a, b) => a * b, 1) === shape[0] : own.join() === shape.join(),
  );
  if (!found) throw new Error(`the model has no output of ${shape.join("×")}`);
  return Float32Array.from(found.dataSync());
}

function joined(one: Float32Array, other: Float32Array): Float32Array {
  const both = new Float32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** The part of a model's file that matters here; the file is one of an installed, pinned package. */
interface ModelFile extends Pick<io.ModelArtifacts, "format" | "generatedBy" | "convertedBy"> {
  readonly modelTopology: object;
  readonly weightsManifest: readonly { readonly weights: io.WeightsManifestEntry[] }[];
}

async function load(name: string): Promise<GraphModel> {
  const base = join(packageFolder("@vladmandic/human"), "models", name);
  const model: ModelFile = await Bun.file(`${base}.json`).json();
  const weightData = await Bun.file(`${base}.bin`).arrayBuffer();
  return await loadGraphModel(
    io.fromMemory({
      modelTopology: model.modelTopology,
      weightSpecs: model.weightsManifest.flatMap(({ weights }) => weights),
      weightData,
    }),
  );
}

function packageFolder(name: string): string {
  return dirname(Bun.resolveSync(`${name}/package.json`, import.meta.dir));
}
