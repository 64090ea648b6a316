/** What is given as a site's origin is not one. */
export class InvalidOrigin extends Error {
  override readonly name = "InvalidOrigin";

  constructor(
    /** Its place in the list. */
    readonly index: number,
  ) {
    super("not an origin");
  }
}

/** Throws InvalidOrigin for what no browser would write: a default port, a port above 65535, a host that is none. */
export function checkEmbedOrigins(origins: readonly string[]): void {
  const index = origins.findIndex((text) => URL.parse(text)?.origin !== text);
  if (index >= 0) throw new InvalidOrigin(index);
}
