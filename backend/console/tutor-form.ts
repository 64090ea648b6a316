import type { TutorCreate } from "./api-client.ts";
import type { FieldError } from "./api-problem.ts";
import type { ConsoleStrings } from "./console-strings.ts";
import { make } from "./element.ts";
import {
  type ChoiceName,
  readPointer,
  readTutorForm,
  type TutorField,
  type TutorFieldGroup,
  type TutorFieldName,
  toFieldText,
  tutorFields,
} from "./tutor-fields.ts";

type Box = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

interface FieldParts {
  readonly box: Box;
  readonly error: HTMLElement;
}

/** The boxes of a tutor's fields, with help and errors beside each. */
export class TutorForm {
  readonly element = make("div", { class: "groups" });
  readonly #strings: ConsoleStrings;
  readonly #parts = new Map<TutorFieldName, FieldParts>();

  constructor(strings: ConsoleStrings) {
    this.#strings = strings;
    for (const [group, fields] of Object.entries(tutorFields)) {
      const legend = make("legend", {}, strings.groups[group as TutorFieldGroup]);
      const boxes = fields.map((field) => this.#makeField(field));
      this.element.append(make("fieldset", { class: "card" }, legend, ...boxes));
    }
  }

  fill(tutor: Required<TutorCreate>): void {
    for (const field of Object.values(tutorFields).flat()) {
      this.#part(field.name).box.value = toFieldText(field, tutor);
    }
    this.showErrors([]);
  }

  read(): Required<TutorCreate> {
    return readTutorForm((name) => this.#part(name).box.value);
  }

  /** Shows each error beside its field and goes to the first. What belongs to no field is returned. */
  showErrors(errors: readonly FieldError[]): FieldError[] {
    for (const { box, error } of this.#parts.values()) {
      box.removeAttribute("aria-invalid");
      error.hidden = true;
      error.textContent = "";
    }
    const homeless = errors.filter((error) => !this.#showError(error));
    this.element.querySelector<Box>("[aria-invalid]")?.focus();
    return homeless;
  }

  #showError({ pointer, detail }: FieldError): boolean {
    const { name, entry } = readPointer(pointer);
    if (!name) return false;
    const { box, error } = this.#part(name);
    const { rule } = this.#strings.fields[name];
    box.setAttribute("aria-invalid", "true");
    error.textContent = entry === undefined ? rule : `${this.#strings.entry(entry + 1)}: ${rule}`;
    // The backend's own words are for those who know its contract.
    error.title = detail;
    error.hidden = false;
    return true;
  }

  #makeField(field: TutorField): HTMLElement {
    const id = `field-${field.name}`;
    const { label, help } = this.#strings.fields[field.name];
    const box = makeBox(field, id, this.#strings);
    const error = make("p", { class: "field-error", id: `${id}-error`, hidden: true });
    box.setAttribute("aria-describedby", help ? `${id}-help ${id}-error` : `${id}-error`);
    this.#parts.set(field.name, { box, error });
    const title = make("label", { for: id }, label);
    if (field.required)
      title.append(" ", make("span", { class: "muted small" }, `(${this.#strings.required})`));
    const wide = field.kind === "text" || field.kind === "list";
    const parts = help ? [make("p", { class: "muted small", id: `${id}-help` }, help)] : [];
    return make("div", { class: wide ? "field wide" : "field" }, title, box, ...parts, error);
  }

  #part(name: TutorFieldName): FieldParts {
    const part = this.#parts.get(name);
    if (!part) throw new Error(`The form has no field ${name}.`);
    return part;
  }
}

function makeBox(field: TutorField, id: string, strings: ConsoleStrings): Box {
  const { kind, maxLength, rows, required, range, values } = field;
  if (kind === "choice") {
    const words: Readonly<Record<string, string>> = strings.choices[field.name as ChoiceName];
    const options = (values ?? []).map((value) => make("option", { value }, words[value] ?? value));
    return make("select", { id }, ...options);
  }
  // A list's limit is for each of its lines, which a box cannot check.
  if (kind === "list") return make("textarea", { id, rows });
  if (kind === "text") return make("textarea", { id, rows, maxlength: maxLength });
  if (kind === "number") return make("input", { id, type: "number", inputmode: "decimal", ...range });
  return make("input", { id, type: "text", maxlength: maxLength, required, autocomplete: "off" });
}
