/** There is no such object, or it belongs to another tenancy; nobody is told which. */
export class NotFound extends Error {
  override readonly name = "NotFound";

  constructor(readonly kind: "admin" | "tutor" | "avatar" | "student" | "session" | "document" | "file") {
    super(`there is no such ${kind}`);
  }
}
