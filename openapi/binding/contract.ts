/** A compiled JSON Schema check, as Ajv's standalone code exports it. */
export interface Validator {
  (value: unknown): boolean;
  errors?: ValidationError[] | null;
}

/** The part of Ajv's error object that the binding reads. */
export interface ValidationError {
  instancePath: string;
  keyword: string;
  message?: string;
  params: Record<string, unknown>;
}

/** A validator's export name, or null where the contract sets no schema to check (text, binary). */
export type ValidatorName = string | null;

export interface ParameterGroup {
  readonly validator: string;
  readonly names: readonly string[];
  /** Parameters that are lists, by name: how they are written in the query. */
  readonly lists: Readonly<Record<string, "comma" | "repeat">>;
}

export interface ResponseContract {
  /** Required headers, lower case. */
  readonly headers: readonly string[];
  readonly content: Readonly<Record<string, ValidatorName>>;
  /** The validator of each server-sent event's data. */
  readonly events?: string;
}

/** What a form (multipart/form-data) may hold: fields, which a validator checks, and one file after them. */
export interface FormLayout {
  readonly validator: string;
  /** The file's name in the form; undefined: a form without a file. */
  readonly file: string | undefined;
  readonly fileRequired: boolean;
  /** Fields that hold JSON. */
  readonly json: readonly string[];
}

/** One operation of a contract, as the generator writes it. */
export interface Operation {
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** Security schemes of which one must accept the request; empty: anybody. */
  readonly security: readonly string[];
  /** What the audit log calls the operation, where it changes something. */
  readonly auditAction?: string;
  readonly parameters: {
    readonly path?: ParameterGroup;
    readonly query?: ParameterGroup;
    readonly header?: ParameterGroup;
  };
  readonly body?: {
    readonly required: boolean;
    readonly bytesMax: number;
    readonly content: Readonly<Record<string, ValidatorName>>;
    /** Where the body is a form. */
    readonly form?: FormLayout;
  };
  readonly responses: Readonly<Record<string, ResponseContract>>;
}

/** A whole contract: its operations and the compiled checks that they name. */
export interface Contract {
  readonly name: string;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly requests: Readonly<Record<string, Validator>>;
  readonly responses: Readonly<Record<string, Validator>>;
}
