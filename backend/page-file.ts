import { NotFound } from "./not-found.ts";

const lifeSeconds = 3600;

/** The answer with a file of a page, which browsers may keep for an hour; NotFound where there is none. */
export function toFileReply<Type extends string>(
  file: { readonly type: Type; readonly body: Blob } | undefined,
) {
  if (!file) throw new NotFound("file");
  const headers = { "Cache-Control": `public, max-age=${lifeSeconds}` };
  return { status: 200, headers, type: file.type, body: file.body } as const;
}
