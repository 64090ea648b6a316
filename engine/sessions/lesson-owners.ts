import { EncryptJWT, jwtDecrypt } from "jose";
import { inSpan, traceHeaders } from "../../deploy/tracing.ts";

/** The owner has this long to answer; a page gives up earlier than that. */
const hopMs = 5_000;
/** No lesson lasts so long; later the address may be another service's. */
const nameLife = "1 day";
const nameType = "tutor-lesson+jwt";
/** What an owner answers is short: credentials of RFC 8840, or a problem. */
const answerBytesMax = 4_096;
const keyPurposes = { name: "lesson-name", hop: "lesson-hop" } as const;

/** On a request that another engine has passed on: the proof that it was one, so that it goes no further. */
export const hopHeader = "lesson-hop";

/**
 * Which engine has a lesson. A lesson's name holds its owner's address, encrypted (JWE, RFC 7516) with a key that all engines derive
 * from the shared secret: nobody learns an address from it, and nobody can make an engine call one of his choice.
 */
export class LessonOwners {
  readonly #nameKey: Uint8Array;
  readonly #hopKey: Uint8Array;

  /** `ownUrl`: this engine, as other engines reach it. */
  constructor(
    serviceToken: string,
    private readonly ownUrl: () => string,
  ) {
    const derive = (purpose: string) => new Bun.CryptoHasher("sha256", serviceToken).update(purpose).digest();
    this.#nameKey = derive(keyPurposes.name);
    this.#hopKey = derive(keyPurposes.hop);
  }

  /** A name for a lesson of this engine; no two are the same. */
  async nameLesson(): Promise<string> {
    return await new EncryptJWT()
      .setProtectedHeader({ alg: "dir", enc: "A256GCM", typ: nameType })
      .setIssuer(this.ownUrl())
      .setExpirationTime(nameLife)
      .encrypt(this.#nameKey);
  }

  /**
   * Passes a request about a lesson that is not here on to its owner, once. The student's ticket goes along, for the owner to check as
   * if it had come directly. Undefined: there is no other owner, or it is gone.
   */
  async ask(
    lesson: string,
    { request, body }: { request: Request; body?: string },
  ): Promise<{ status: number; text: string } | undefined> {
    if (request.headers.get(hopHeader) === this.#proofFor(lesson)) return undefined;
    const owner = await this.#ownerOf(lesson);
    if (owner === undefined || owner === this.ownUrl()) return undefined;
    const headers = new Headers({ [hopHeader]: this.#proofFor(lesson) });
    for (const name of ["authorization", "content-type"]) {
      const value = request.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    try {
      return await inSpan("owner", { kind: "client" }, async () => {
        for (const [name, value] of Object.entries(traceHeaders())) headers.set(name, value);
        const response = await fetch(owner + new URL(request.url).pathname, {
          method: request.method,
          headers,
          redirect: "error",
          signal: AbortSignal.any([request.signal, AbortSignal.timeout(hopMs)]),
          ...(body !== undefined && { body }),
        });
        return { status: response.status, text: await readText(response) };
      });
    } catch {
      return undefined;
    }
  }

  async #ownerOf(lesson: string): Promise<string | undefined> {
    try {
      const { payload } = await jwtDecrypt(lesson, this.#nameKey, {
        typ: nameType,
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: ["A256GCM"],
        requiredClaims: ["iss", "exp"],
      });
      return payload.iss;
    } catch {
      return undefined;
    }
  }

  #proofFor(lesson: string): string {
    return new Bun.CryptoHasher("sha256", this.#hopKey).update(lesson).digest("base64url");
  }
}

async function readText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength;
    if (bytes > answerBytesMax) throw new Error("the owner's answer is too long");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
