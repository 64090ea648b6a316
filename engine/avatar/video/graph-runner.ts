import { backend, getKernel, io, type KernelFunc, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";

/** A node of a frozen graph (TensorFlow's NodeDef as JSON), as far as it matters here; texts are in base64. */
interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, NodeAttribute>>;
}

interface NodeAttribute {
  readonly s?: string;
  readonly list?: { readonly i?: readonly string[]; readonly s?: readonly string[] };
}

/** A model's file in the format of TensorFlow.js. */
export interface GraphFile {
  readonly modelTopology: { readonly node: readonly GraphNode[] };
  readonly weightsManifest: readonly { readonly weights: io.WeightsManifestEntry[] }[];
}

/** One kernel, what it is given, and what nobody needs after it. */
interface Step {
  readonly output: string;
  readonly kernel: KernelFunc;
  readonly attrs: NonNullable<Parameters<KernelFunc>[0]["attrs"]>;
  /** The kernel's names for its inputs, and the nodes that they are. */
  readonly inputs: readonly (readonly [key: string, node: string])[];
  readonly drops: readonly string[];
}

/** Nodes that pass on what they are given; shapes are of no use to whoever reads the output. */
const passing: readonly string[] = ["Identity", "Reshape"];

/** TensorFlow's operations as kernels of TensorFlow.js: name, and its names for the inputs. */
const kernels: Readonly<Record<string, { readonly kernel: string; readonly keys: readonly string[] }>> = {
  _FusedConv2D: { kernel: "FusedConv2D", keys: ["x", "filter", "bias", "preluActivationWeights"] },
  DepthwiseConv2dNative: { kernel: "DepthwiseConv2dNative", keys: ["x", "filter"] },
  AddV2: { kernel: "Add", keys: ["a", "b"] },
  Prelu: { kernel: "Prelu", keys: ["x", "alpha"] },
  Relu: { kernel: "Relu", keys: ["x"] },
  Sigmoid: { kernel: "Sigmoid", keys: ["x"] },
  MaxPool: { kernel: "MaxPool", keys: ["x"] },
  Pad: { kernel: "PadV2", keys: ["x"] },
};

/**
 * Runs a frozen graph on the kernels of the backend that is set, in an order that is worked out once. TensorFlow.js' own GraphModel
 * reads each node's attributes anew in every run and keeps books of each tensor: that takes half as long again as the kernels.
 */
export class GraphRunner implements Disposable {
  readonly #steps: readonly Step[];
  readonly #input: string;
  readonly #outputs: readonly string[];
  readonly #weights: Readonly<Record<string, Tensor>>;

  /** `weights` are the bytes that the file's manifest tells of. Throws TypeError for an operation that is not known here. */
  constructor({ modelTopology, weightsManifest }: GraphFile, weights: ArrayBuffer) {
    const specs = weightsManifest.flatMap((group) => group.weights);
    this.#weights = io.decodeWeights(weights, specs);
    const nodes = new Map(modelTopology.node.map((node) => [node.name, node]));
    const find = (name: string): GraphNode => {
      const node = nodes.get(name);
      if (!node) throw new TypeError(`the graph has no ${name}`);
      return passing.includes(node.op) ? find(node.input![0]!) : node;
    };
    const all = [...nodes.values()];
    this.#input = all.find(({ op }) => op === "Placeholder")!.name;
    this.#outputs = all.filter(({ op }) => op === "Identity").map(({ name }) => find(name).name);
    this.#steps = stepsTo(this.#outputs, find, this.#weights);
  }

  /** All outputs for one input of `shape`, in the order of their nodes. */
  run(input: Float32Array, shape: readonly number[]): Float32Array[] {
    const memory = backend();
    const dataId = memory.write(input, [...shape], "float32");
    const values = new Map<string, TensorInfo>([
      [this.#input, { dataId, shape: [...shape], dtype: "float32" }],
    ]);
    for (const { output, kernel, attrs, inputs, drops } of this.#steps) {
      const given = Object.fromEntries(
        inputs.map(([key, name]) => [key, values.get(name) ?? this.#weights[name]!]),
      );
      values.set(output, [kernel({ inputs: given, backend: memory, attrs })].flat()[0]!);
      for (const name of drops) memory.disposeData(values.get(name)!.dataId);
    }
    return this.#outputs.map((name) => {
      const { dataId: found } = values.get(name)!;
      const samples = memory.readSync(found);
      memory.disposeData(found);
      if (!(samples instanceof Float32Array)) throw new TypeError("the graph's output is no row of floats");
      return samples;
    });
  }

  [Symbol.dispose](): void {
    for (const weight of Object.values(this.#weights)) weight.dispose();
  }
}

/** The steps that lead to some nodes, each after those that it needs. */
function stepsTo(
  outputs: readonly string[],
  find: (name: string) => GraphNode,
  weights: Readonly<Record<string, Tensor>>,
): Step[] {
  const ordered = new Set<GraphNode>();
  const visit = (node: GraphNode) => {
    if (ordered.has(node) || node.op === "Const" || node.op === "Placeholder") return;
    for (const name of node.input ?? []) visit(find(name));
    ordered.add(node);
  };
  for (const name of outputs) visit(find(name));
  const lastUse = new Map<string, GraphNode>();
  for (const node of ordered) for (const name of node.input ?? []) lastUse.set(find(name).name, node);
  return [...ordered].map((node): Step => {
    const known = kernels[node.op];
    const found = known && getKernel(known.kernel, "wasm");
    if (!found) throw new TypeError(`the operation ${node.op} is not known`);
    const names = (node.input ?? []).slice(0, known.keys.length).map((name) => find(name).name);
    return {
      output: node.name,
      kernel: found.kernelFunc,
      attrs: attributesOf(node, weights),
      inputs: names.map((name, i) => [known.keys[i]!, name]),
      drops: names.filter((name) => !weights[name] && lastUse.get(name) === node && !outputs.includes(name)),
    };
  });
}

function attributesOf(
  { op, input, attr }: GraphNode,
  weights: Readonly<Record<string, Tensor>>,
): Step["attrs"] {
  const text = (coded: string) => Buffer.from(coded, "base64").toString().toLowerCase();
  /** Of height and width; the others, of batch and channel, are 1. */
  const sides = (name: string) => (attr?.[name]?.list?.i ?? []).slice(1, 3).map(Number);
  if (op === "Pad") {
    const flat = weights[input![1]!]!.dataSync();
    const paddings = Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!]);
    return { paddings, constantValue: 0 };
  }
  if (!attr?.strides) return {};
  const window = { strides: sides("strides"), pad: text(attr.padding!.s!), dataFormat: "NHWC" };
  if (op === "MaxPool") return { ...window, filterSize: sides("ksize") };
  const activation = attr.fused_ops?.list?.s?.map(text)[1] ?? "linear";
  return { ...window, dilations: sides("dilations"), activation };
}
