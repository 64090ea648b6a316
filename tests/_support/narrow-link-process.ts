import type { Namespace } from "./namespaces.ts";
import { type LinkQuality, openNarrowLink } from "./narrow-link.ts";

export interface LinkQualities {
  readonly down: LinkQuality;
  readonly up: LinkQuality;
}

/** A narrow link of a namespace. It is perfect until it is told otherwise. */
export interface NarrowLinkProcess extends AsyncDisposable {
  readonly port: number;
  become(qualities: LinkQualities): void;
}

/** Opens a link in a process of its own to `targetPort` of the namespace. */
export async function startNarrowLink(namespace: Namespace, targetPort: number): Promise<NarrowLinkProcess> {
  const command = [process.execPath, import.meta.path, namespace.ipv4, String(targetPort)];
  const child = Bun.spawn(namespace.command(...command), { stdio: ["pipe", "pipe", "inherit"] });
  const { value } = await child.stdout.getReader().read();
  return {
    port: Number(new TextDecoder().decode(value)),
    become(qualities) {
      child.stdin.write(`${JSON.stringify(qualities)}\n`);
      child.stdin.flush();
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await child.exited;
    },
  };
}

/** The process: prints its port, and reads a line whenever the link changes, until there are no more. */
if (import.meta.main) {
  const [address, targetPort] = process.argv.slice(2);
  await using link = await openNarrowLink(Number(targetPort), { address });
  console.log(link.port);
  for await (const line of console) {
    if (line === "") continue;
    const { down, up } = JSON.parse(line) as LinkQualities;
    link.down.quality = down;
    link.up.quality = up;
  }
}
