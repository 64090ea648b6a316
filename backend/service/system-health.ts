import pTimeout from "p-timeout";
import { Readiness } from "../../generated/engine.peers.js";
import type { components as EngineComponents } from "../../generated/engine.types.ts";
import type { Schemas } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";

type Part = Schemas["SystemPart"];
type EngineReadiness = EngineComponents["schemas"]["Readiness"];

/** Whoever asks again sooner gets the same answer. */
const freshMs = 5_000;
/** A part that takes longer than this to answer is down. */
const patienceMs = 3_000;
const replyBytesMax = 64 * 1024;

/** How the parts of the installation are, as this service sees them. */
export class SystemHealth {
  #looked: Promise<Schemas["SystemHealth"]> | undefined;
  #lookedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly db: Pick<Database, "ping" | "dialect">,
    private readonly engineUrl: string,
  ) {}

  /** Never fails: what cannot be reached is said to be down. */
  look(): Promise<Schemas["SystemHealth"]> {
    if (!this.#looked || performance.now() - this.#lookedAtMs > freshMs) {
      this.#lookedAtMs = performance.now();
      this.#looked = this.#lookNow();
    }
    return this.#looked;
  }

  async #lookNow(): Promise<Schemas["SystemHealth"]> {
    const [database, others] = await Promise.all([this.#lookAtDatabase(), this.#lookAtEngine()]);
    return { checkedAt: new Date().toISOString(), parts: [database, ...others] };
  }

  async #lookAtDatabase(): Promise<Part> {
    const name = this.db.dialect === "sqlite" ? "SQLite" : "Postgres";
    try {
      await pTimeout(this.db.ping(), { milliseconds: patienceMs });
      return toPart("database", "ok", name);
    } catch {
      return toPart("database", "down", `${name} does not answer`);
    }
  }

  async #lookAtEngine(): Promise<Part[]> {
    const { engine, parts } = await this.#askEngine();
    const partNamed = (name: "ollama" | "mageurite") =>
      parts?.find((part) => part.name === name) ?? toPart(name, "unknown", "only the engine knows");
    return [engine, partNamed("ollama"), partNamed("mageurite")];
  }

  async #askEngine(): Promise<{ engine: Part; parts?: EngineReadiness["parts"] }> {
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(`${this.engineUrl}/readyz?verbose=true`, {
        redirect: "error",
        signal: AbortSignal.timeout(patienceMs),
      });
      body = await readJson(response);
    } catch {
      return { engine: toPart("engine", "down", "it does not answer at AVATAR_SERVICE_URL") };
    }
    if (response.ok && Readiness(body)) {
      return { engine: toPart("engine", "ok", "ready"), parts: (body as EngineReadiness).parts };
    }
    return { engine: toPart("engine", "down", toReason(body) ?? "what answers is not an engine") };
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text.length > replyBytesMax) throw new Error("the reply is too long");
  return JSON.parse(text);
}

/** What an engine that is not ready says of itself. */
function toReason(problem: unknown): string | undefined {
  const detail = typeof problem === "object" && problem !== null && "detail" in problem && problem.detail;
  return typeof detail === "string" ? detail : undefined;
}

const detailCharsMax = 500;

const toPart = (name: Part["name"], state: Part["state"], detail: string): Part => ({
  name,
  state,
  detail: detail.slice(0, detailCharsMax),
});
