const script = new URL("./transcriber_server.py", import.meta.url).pathname;

/**
 * Starts a real recogniser behind OpenAI's interface. It tells the given sentences (lower case, without punctuation) apart by their sound.
 * Debian: python3-pocketsphinx, pocketsphinx-en-us.
 */
export async function startTranscriber(
  sentences: readonly string[],
): Promise<{ url: string } & AsyncDisposable> {
  const process = Bun.spawn(["/usr/bin/python3", script, ...sentences], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  // The stream stays open: a closed one would end the process.
  const { value } = await process.stdout.getReader().read();
  const port = new TextDecoder().decode(value).trim();
  if (!/^\d+$/.test(port))
    throw new Error(
      "The transcriber does not start (Debian: apt-get install python3-pocketsphinx pocketsphinx-en-us).",
    );
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await process.stdin.end();
      await process.exited;
    },
  };
}
