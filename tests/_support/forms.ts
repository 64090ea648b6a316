/** The body of an `openapi-fetch` call as a form, its file last. */
export function toForm(body: Record<string, unknown>): FormData {
  const form = new FormData();
  const isFile = (value: unknown) => value instanceof Blob;
  for (const [name, value] of Object.entries(body)) {
    if (!isFile(value) && value !== undefined) {
      form.append(name, typeof value === "string" ? value : JSON.stringify(value));
    }
  }
  for (const [name, value] of Object.entries(body)) if (value instanceof Blob) form.append(name, value);
  return form;
}
