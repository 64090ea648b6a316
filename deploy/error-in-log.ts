const causesMax = 5;

/**
 * What may be said of an error in a log. Its message is kept only where our own code wrote it, at the top: what a
 * library, a server or the runtime says may repeat what somebody said. An error with a code speaks for others, too.
 */
export function toLogError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error && causes.length < causesMax; cause = cause.cause) {
    causes.push([cause.name, codeOf(cause)].filter(Boolean).join(" "));
  }
  const code = codeOf(error);
  const stack = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    code,
    message: code === undefined && isOurs(stack[0]) ? error.message : undefined,
    causes,
    stack,
  };
}

/** The first frame is a file of the project; the runtime's own, such as JSON.parse, have none. */
const isOurs = (frame = "") => /\.tsx?:\d+/.test(frame) && !frame.includes("node_modules");

function codeOf(error: Error): string | undefined {
  const { errno, code } = error as { errno?: unknown; code?: unknown };
  return typeof errno === "string" ? errno : typeof code === "string" ? code : undefined;
}
