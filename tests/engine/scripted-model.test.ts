import { ScriptedModel } from "../../engine/providers/scripted/scripted-model.ts";
import { languageModelSuite } from "./language-model-suite.ts";

languageModelSuite("the scripted model", async ({ pieces, pieceEveryMs, loadMs, breakBeforePiece }) => {
  const failure =
    breakBeforePiece === undefined ? undefined : { beforePiece: breakBeforePiece, code: "failed" as const };
  const model = new ScriptedModel({ reply: () => ({ pieces, pieceEveryMs, loadMs, failure }) });
  return {
    model,
    written: () => model.piecesWritten,
    open: () => model.replying,
    [Symbol.asyncDispose]: async () => {},
  };
});
