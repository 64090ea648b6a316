import type { components } from "../../generated/engine.types.ts";
import { Problem } from "../../openapi/binding/problem.ts";
import type { ServerSentEvent } from "../../openapi/binding/server-sent-events.ts";
import type { EngineHandlers } from "../engine-contract.ts";
import { requireTutor } from "../sessions/realtime-routes.ts";
import { askerOf, type TicketClaims } from "../sessions/ticket.ts";
import type { TutorProfiles } from "../sessions/tutor-profiles.ts";
import type { AnswerPart } from "./answering.ts";
import { toContract } from "./citations.ts";
import type { EmbeddingModel } from "./embedding-model.ts";
import { guardedAnswer } from "./guarded-answer.ts";
import { answerContext } from "./history.ts";
import { type LanguageModel, ModelUnavailable, type ReplyPart } from "./language-model.ts";
import type { PassageFinder } from "./passages.ts";
import type { QuestionLimit } from "./question-limit.ts";

type ChatEvent = components["schemas"]["ChatEvent"];
type ChatReply = components["schemas"]["ChatReply"];
type TutorChatRequest = components["schemas"]["TutorChatRequest"];
type ChatOperations = "embedTexts" | "chat" | "chatStream" | "listModels" | "tutorChat" | "tutorChatStream";

export interface ChatPorts {
  model: LanguageModel;
  profiles: TutorProfiles;
  questions: Pick<QuestionLimit, "refuse">;
  /** Searches the documents of a tutor. */
  passagesOf(tutorId: string): PassageFinder;
  /** Undefined: none is configured. */
  embeddings: EmbeddingModel | undefined;
  /** Bound on what the model is given to read, in tokens. */
  promptTokensMax: number;
  onError(error: unknown): void;
}

export const chatRoutes = (ports: ChatPorts) =>
  ({
    async chat({ body, signal }) {
      return {
        status: 200,
        body: await collect(modelEvents(ports.model.reply(body.messages, body, signal))),
      };
    },

    chatStream({ body, signal }) {
      const events = modelEvents(ports.model.reply(body.messages, body, signal));
      return { status: 200, body: toStream(events, signal, ports) };
    },

    async listModels({ signal }) {
      return { status: 200, body: { items: [...(await ports.model.models(signal))] } };
    },

    async embedTexts({ body, signal }) {
      if (!ports.embeddings) throw new ModelUnavailable("model-missing", "OLLAMA_EMBED_MODEL names no model");
      const { model, vectors } = await ports.embeddings.embed(body.texts, "passage", signal);
      return { status: 200, body: { model, vectors: vectors.map((vector) => [...vector]) } };
    },

    async tutorChat({ path, principal, body, signal }) {
      requireChat(principal, path.tutorId);
      return {
        status: 200,
        body: await collect(answerEvents(await answerParts(ports, principal, body, signal))),
      };
    },

    async tutorChatStream({ path, principal, body, signal }) {
      requireChat(principal, path.tutorId);
      const events = answerEvents(await answerParts(ports, principal, body, signal));
      return { status: 200, body: toStream(events, signal, ports) };
    },
  }) satisfies Pick<EngineHandlers, ChatOperations>;

function requireChat(claims: TicketClaims, tutorId: string): void {
  requireTutor(claims, tutorId);
  if (!claims.capabilities.includes("chat")) throw new Problem("unauthorized", "the ticket is not for chat");
}

async function answerParts(
  ports: ChatPorts,
  claims: TicketClaims,
  request: TutorChatRequest,
  signal: AbortSignal,
) {
  const refused = ports.questions.refuse(askerOf(claims));
  if (refused) throw refused;
  const profile = await ports.profiles.get(claims.tutor);
  return guardedAnswer(
    request.message,
    answerContext(profile, request.history ?? [], {
      promptTokensMax: ports.promptTokensMax,
      asker: claims.sub,
    }),
    {
      model: ports.model,
      findPassages: ports.passagesOf(claims.tutor),
      signal,
    },
  );
}

async function* modelEvents(parts: AsyncIterable<ReplyPart>): AsyncGenerator<ChatEvent> {
  for await (const part of parts) {
    if (part.type === "text") yield { type: "delta", text: part.text };
    else if (part.type === "waking") yield { type: "waking" };
    else if (part.type === "done") yield { type: "done", source: "model", model: part.model };
  }
}

async function* answerEvents(parts: AsyncIterable<AnswerPart>): AsyncGenerator<ChatEvent> {
  for await (const part of parts) {
    if (part.type === "text") yield { type: "delta", text: part.text };
    else if (part.type === "citation") yield { type: "citation", citation: toContract(part.citation) };
    else if (part.type === "waking") yield { type: "waking" };
    else if (part.type === "done") yield { type: "done", source: part.source, model: part.model ?? null };
  }
}

async function collect(events: AsyncIterable<ChatEvent>): Promise<ChatReply> {
  const reply: ChatReply = { text: "", source: "model", model: null, citations: [] };
  for await (const event of events) {
    if (event.type === "delta") reply.text += event.text;
    if (event.type === "citation") reply.citations.push(event.citation);
    if (event.type === "done") Object.assign(reply, { source: event.source, model: event.model });
  }
  return reply;
}

/** The status has been sent by the time a model fails, so the failure travels as the last event. */
async function* toStream(
  events: AsyncIterable<ChatEvent>,
  signal: AbortSignal,
  ports: ChatPorts,
): AsyncGenerator<ServerSentEvent<ChatEvent>> {
  try {
    for await (const data of events) yield { data };
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof ModelUnavailable)) ports.onError(error);
    const problem = new Problem(error instanceof ModelUnavailable ? "unavailable" : "internal").toBody();
    yield { data: { type: "failed", problem } };
  }
}
