const opening = "<think>";
const closing = "</think>";

/**
 * Takes a leading `<think>…</think>` off a streamed reply, also when the tags arrive in pieces, and
 * the white space around it. Some models write their reasoning into the reply although they are told
 * not to think.
 */
export class LeadingThoughts {
  #state: "before" | "inside" | "after" | "reply" = "before";
  #held = "";
  /** Some thinking was removed. */
  found = false;

  /** The part of the reply that is certain now; may be empty. */
  take(text: string): string {
    if (this.#state === "reply") return text;
    this.#held += text;
    if (this.#state === "before") this.#before();
    if (this.#state === "inside") this.#inside();
    if (this.#state === "after") this.#after();
    return this.#release();
  }

  /** What was held back when the reply ended: the beginning of a tag that never became one. */
  end(): string {
    const rest = this.#state === "before" ? this.#held.trimStart() : "";
    this.#held = "";
    this.#state = "reply";
    return rest;
  }

  #release(): string {
    if (this.#state !== "reply") return "";
    const rest = this.#held;
    this.#held = "";
    return rest;
  }

  #before(): void {
    const start = this.#held.trimStart();
    if (start.startsWith(opening)) {
      this.found = true;
      this.#held = start.slice(opening.length);
      this.#state = "inside";
    } else if (start.startsWith(closing)) {
      // The prompt template opened the thoughts already.
      this.found = true;
      this.#held = start.slice(closing.length);
      this.#state = "after";
    } else if (!opening.startsWith(start) && !closing.startsWith(start)) {
      this.#held = start;
      this.#state = "reply";
    }
  }

  #inside(): void {
    const end = this.#held.indexOf(closing);
    if (end >= 0) {
      this.#held = this.#held.slice(end + closing.length);
      this.#state = "after";
    } else {
      // Only as much as may be the beginning of the closing tag is kept.
      this.#held = this.#held.slice(-(closing.length - 1));
    }
  }

  #after(): void {
    this.#held = this.#held.trimStart();
    if (this.#held) this.#state = "reply";
  }
}
