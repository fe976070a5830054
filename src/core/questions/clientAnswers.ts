import type { ServerId } from "../../protocol/hubEvent";
import type { SupportedFeatures } from "./clientFeatures";

/** What a server asks, as it came: the method and its params of the protocol; untrusted. */
export interface RelayedQuestion {
  readonly server: ServerId;
  readonly method: "elicitation/create" | "sampling/createMessage" | "roots/list";
  readonly params: Readonly<Record<string, unknown>>;
  /** What the server calls the question, where it gives its questions names (`inputRequests`). */
  readonly key?: string;
}

/**
 * A client behind a door that answers servers itself, because a request of its own caused the question: another program, with a person or a
 * model of its own.
 */
export interface ClientAnswers {
  /** The client's name, for people. */
  readonly client: string;
  /** Tells it from every other client, and its sessions from each other. */
  readonly key: string;
  readonly can: SupportedFeatures;
  /** Hands a question on. Resolves with the client's result, unchecked; rejects where there is none. */
  ask(question: RelayedQuestion, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>>;
  /** Whether the client waits for this request now, and would hear of a question at once; `true` where it is missing. */
  readonly isAwaited?: () => boolean;
  /** The answer comes with another request of the client: until then, nothing shows whether it is still there. */
  readonly answersLater?: true;
  /** The same while no request of the client is running; missing where nothing would reach it then. */
  readonly askBetween?: ClientAnswers["ask"];
}

/** Whether the client answers this question itself. */
export function canAnswer(can: SupportedFeatures, { method, params }: Omit<RelayedQuestion, "server">): boolean {
  if (method === "roots/list") return can.roots;
  if (method === "sampling/createMessage") return can.sampling;
  return params.mode === "url" ? can.urls : can.forms;
}

/** What either of them can answer. */
export const either = (a: SupportedFeatures, b: SupportedFeatures): SupportedFeatures => ({
  roots: a.roots || b.roots,
  sampling: a.sampling || b.sampling,
  forms: a.forms || b.forms,
  urls: a.urls || b.urls,
});
