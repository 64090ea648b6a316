/**
 * Opens a part when it is first asked for, so that a start need not wait for it. It is opened once; after a failure the
 * next one who asks tries again.
 */
export function lazily<Part>(open: () => Promise<Part>): () => Promise<Part> {
  let opened: Promise<Part> | undefined;
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}
