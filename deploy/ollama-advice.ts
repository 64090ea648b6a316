const probeMs = 1_000;
const suggestedModel = "llama3.2";

/** One or two sentences: who will answer the students, and what would make it better. */
export async function ollamaAdvice(baseUrl: string): Promise<string> {
  const models = await modelsAt(baseUrl);
  if (models === undefined) {
    const isInstalled = Bun.which("ollama") !== null;
    const todo = isInstalled
      ? "Ollama is installed but not running: start it with `ollama serve`."
      : `For conversation, install Ollama, then \`ollama pull ${suggestedModel}\`.`;
    return `No Ollama answers at ${baseUrl}, so the tutor answers from its notes. ${todo}`;
  }
  if (models.length === 0) {
    return `Ollama answers at ${baseUrl} but has no model, so the tutor answers from its notes. Get one: \`ollama pull ${suggestedModel}\`.`;
  }
  return `Ollama answers at ${baseUrl} with ${models.join(", ")}.`;
}

async function modelsAt(baseUrl: string): Promise<string[] | undefined> {
  try {
    const response = await fetch(`${baseUrl}/api/tags`, { signal: AbortSignal.timeout(probeMs) });
    const { models } = (await response.json()) as { models: { name: string }[] };
    return models.map(({ name }) => name);
  } catch {
    return undefined;
  }
}
