import { join } from "node:path";
import { openModule } from "./opened-module.ts";

/** The function of Flite's that makes sound of a voice's parameters, `mlsa_resynthesis(params, str, cg_db, asi, speed)`. */
const replaced = "mlsa_resynthesis";
/** What vocoder.as calls. */
const shared = ["cst_safe_alloc", "cst_free", "new_wave", "cst_wave_resize", "rand", "exp", "log"];

/** Flite, which leaves its voices' sound to another module. */
export function withoutVocoder(flite: Uint8Array): Uint8Array {
  return openModule(flite, { replaced, parameters: 5, shared });
}

/** Puts vocoder.as, which works with vectors, into the place that `withoutVocoder` has left. */
export async function readVocoder(): Promise<(flite: WebAssembly.Exports) => void> {
  const module = await WebAssembly.compile(await Bun.file(join(import.meta.dir, "vocoder.wasm")).bytes());
  return (flite) => {
    const place = flite[replaced];
    if (!(place instanceof WebAssembly.Table)) throw new TypeError("the module has no place for a vocoder");
    place.set(0, new WebAssembly.Instance(module, { env: flite }).exports.resynthesize);
  };
}
