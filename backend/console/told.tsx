import { useConsole } from "./console-context.ts";

/** A sentence of the engine, in the reader's language where it is one that the console knows. */
export function Told({ sentence }: { readonly sentence: string }) {
  const told = useConsole().strings.told(sentence);
  return <span lang={told === sentence ? "en" : undefined}>{told}</span>;
}
