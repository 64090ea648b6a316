import type { components } from "../../generated/backend.types.ts";

type Schemas = components["schemas"];
export type Admin = Schemas["Admin"];
export type Avatar = Schemas["Avatar"];
export type AvatarUpdate = Schemas["AvatarUpdate"];
export type EngineChoices = Schemas["SystemChoices"];
export type AuditEvent = Schemas["AuditEvent"];
export type ImportReport = Schemas["ImportReport"];
export type LessonSession = Schemas["Session"];
export type SigningKey = Schemas["SigningKey"];
export type Student = Schemas["Student"];
export type SystemPart = Schemas["SystemPart"];
export type Transcript = Schemas["Transcript"];
export type Turn = Schemas["Turn"];
export type Tutor = Schemas["Tutor"];
export type TutorCreate = Schemas["TutorCreate"];
export type TutorDocument = Schemas["Document"];
export type TutorWithAvatar = Schemas["TutorWithAvatar"];
export type TutorUpdate = Schemas["TutorUpdate"];

/** One page of a list. */
export interface Listed<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** A tutor and the entity tag that names this version of it. */
export interface TaggedTutor {
  readonly tutor: Tutor;
  readonly entityTag: string;
}
