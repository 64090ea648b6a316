import { join } from "node:path";
import { openModule } from "./opened-module.ts";

/** A module of ours, the functions of Flite's whose places it takes, and what it calls. */
interface Part {
  readonly file: string;
  readonly places: readonly { readonly replaced: string; readonly parameters: number; readonly by: string }[];
  readonly shared: readonly string[];
}

const parts: readonly Part[] = [
  {
    // A voice's parameters to sound, `mlsa_resynthesis(params, str, cg_db, asi, speed)`.
    file: "vocoder.wasm",
    places: [{ replaced: "mlsa_resynthesis", parameters: 5, by: "resynthesize" }],
    shared: ["cst_safe_alloc", "cst_free", "new_wave", "cst_wave_resize", "rand", "exp", "log"],
  },
  {
    // What is asked of an utterance, `internal_ff(item, featpath, type)` and `cart_interpret(item, tree)`.
    file: "feature-trees.wasm",
    places: [
      { replaced: "internal_ff", parameters: 3, by: "follow" },
      { replaced: "cart_interpret", parameters: 2, by: "descend" },
    ],
    shared: [
      ...["cst_safe_alloc", "cst_free", "feat_val", "val_inc_refcount", "delete_val"],
      ...["val_equal", "val_less", "val_greater", "val_member"],
    ],
  },
];

/** Flite, which leaves to other modules what they do faster. */
export function withoutOurParts(flite: Uint8Array): Uint8Array {
  const replaced = parts.flatMap(({ places }) => places);
  return openModule(flite, {
    replaced: Object.fromEntries(replaced.map(({ replaced: name, parameters }) => [name, parameters])),
    shared: [...new Set(parts.flatMap(({ shared }) => shared))],
  });
}

/** Puts our modules into the places that `withoutOurParts` has left. */
export async function readOurParts(): Promise<(flite: WebAssembly.Exports) => void> {
  const compiled = await Promise.all(
    parts.map(async ({ file, places }) => ({
      places,
      module: await WebAssembly.compile(await Bun.file(join(import.meta.dir, file)).bytes()),
    })),
  );
  return (flite) => {
    for (const { places, module } of compiled) {
      const { exports } = new WebAssembly.Instance(module, { env: flite });
      for (const { replaced, by } of places) {
        const place = flite[replaced];
        if (!(place instanceof WebAssembly.Table)) throw new TypeError(`the module has no place for ${by}`);
        place.set(0, exports[by]);
      }
    }
  };
}
