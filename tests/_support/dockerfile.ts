import { readFileSync } from "node:fs";

export interface Instruction {
  readonly name: string;
  /** Everything behind the name, continued lines joined. */
  readonly text: string;
}

export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** A Dockerfile's stages; comments and line continuations are resolved. Knows no parser directives or heredocs. */
export function readDockerfile(path: string): Stage[] {
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => !/^\s*#/.test(line))
    .join("\n")
    .replace(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const stages: { image: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name, text] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === undefined || text === undefined) throw new Error(`no instruction: ${line}`);
    if (name !== "FROM") stages.at(-1)!.instructions.push({ name, text });
    else {
      const [, image, stage] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(text) ?? [];
      if (image === undefined) throw new Error(`no stage: ${line}`);
      stages.push({ image, name: stage, instructions: [] });
    }
  }
  return stages;
}

export const textsOf = (stage: Stage, name: string): string[] =>
  stage.instructions.filter((instruction) => instruction.name === name).map(({ text }) => text);

/** ENV of a stage. Values hold no spaces here. */
export function environmentOf(stage: Stage): Record<string, string> {
  return Object.fromEntries(
    textsOf(stage, "ENV")
      .flatMap((text) => text.split(/\s+/))
      .map((pair) => {
        const at = pair.indexOf("=");
        return [pair.slice(0, at), pair.slice(at + 1)] as const;
      }),
  );
}

/** Sources and target of each COPY, with the stage that it copies from. */
export function copiesOf(stage: Stage): { from: string | undefined; sources: string[]; target: string }[] {
  return textsOf(stage, "COPY").map((text) => {
    const words = text.split(/\s+/);
    const from = words[0]!.startsWith("--from=") ? words.shift()!.slice("--from=".length) : undefined;
    return { from, sources: words.slice(0, -1), target: words.at(-1)! };
  });
}

/**
 * Whether a file of the project goes to the builder at all, by the rules of .dockerignore: of those that name the file or a folder above
 * it the last one counts, and "!" lets in what an earlier one keeps out.
 */
export function readBuildContext(path: string): (file: string) => boolean {
  const rules = readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ glob: new Bun.Glob(line.replace(/^!/, "")), isLetIn: line.startsWith("!") }));
  return (file) => {
    const parts = file.split("/");
    const above = parts.map((_, i) => parts.slice(0, i + 1).join("/"));
    return rules.findLast(({ glob }) => above.some((one) => glob.match(one)))?.isLetIn ?? true;
  };
}
