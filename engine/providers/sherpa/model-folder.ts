import { readdirSync } from "node:fs";

const packageName = "sherpa-onnx-node";

/** The folder holds no model that is known, and why. */
export class ModelUnknown extends Error {
  override readonly name = "ModelUnknown";
}

/** Names of what lies in a model's folder. Throws ModelUnknown. */
export function readModelFolder(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (cause) {
    throw new ModelUnknown(`${folder} cannot be read`, { cause });
  }
}

/** Why sherpa-onnx cannot run the model of a folder, which `find` looks for; undefined: nothing is known against it. */
export function sherpaAbsence(folder: string, find: (folder: string) => unknown): string | undefined {
  try {
    import.meta.resolve(packageName);
  } catch {
    return `the optional package ${packageName} is not installed`;
  }
  try {
    find(folder);
    return undefined;
  } catch (error) {
    if (error instanceof ModelUnknown) return error.message;
    throw error;
  }
}
