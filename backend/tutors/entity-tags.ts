/** The entity tag of a version (RFC 9110, section 8.8.3); strong: the same version is the same bytes. */
export const toEntityTag = (version: number): string => `"${version}"`;

/**
 * The versions that an If-Match header names; undefined for `*`, any version. Weak tags and tags that are not ours
 * never match (RFC 9110, section 13.1.1), so they are left out.
 */
export function readIfMatch(header: string): number[] | undefined {
  if (header.trim() === "*") return undefined;
  return readTags(header).flatMap(({ isWeak, text }) =>
    !isWeak && /^[1-9]\d{0,8}$/.test(text) ? [Number(text)] : [],
  );
}

/** Whether an If-None-Match header names an entity tag (RFC 9110, section 13.1.2: weak tags count). */
export function namesTag(header: string, tag: string): boolean {
  return header.trim() === "*" || readTags(header).some(({ text }) => `"${text}"` === tag);
}

function readTags(header: string): { isWeak: boolean; text: string }[] {
  return Array.from(header.matchAll(/(W\/)?"([^"]*)"/g), ([, weak, text]) => ({
    isWeak: weak !== undefined,
    text: text ?? "",
  }));
}
