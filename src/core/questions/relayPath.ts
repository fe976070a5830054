import type { HubEvent, QuestionKind } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import type { Clock } from "../kernel/clock";
import { safeLine } from "../kernel/redact";
import { withinTime } from "../kernel/timeLimit";
import { asked } from "./asked";
import type { RelayedQuestion } from "./clientAnswers";
import type { ClientFeatures } from "./clientFeatures";
import { notAnswered } from "./questionDesk";

export interface RelayParts {
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
  /** How long an answer is waited for. */
  readonly limitMs: () => number;
}

/** Hands questions to the client whose request caused them: logged and within the limit of a question, but not at the desk of the person here. */
export const relayPath =
  ({ clock, publish, limitMs }: RelayParts): NonNullable<ClientFeatures["relay"]> =>
  async (question, to, signal) => {
    const { server, method } = question;
    const kind = kindOf(question);
    if (kind === undefined) return to.ask(question, signal); // which folders there are is not a question to a person
    const client = safeLine(to.client, 80);
    const text = safeLine(
      kind === "sampling" ? promptIn(question.params) : String(question.params.message ?? method),
      1000,
    );
    publish({
      type: "server.log",
      server,
      level: "info",
      from: "hub",
      text: message("questions.relayed", "Asks {client}: {text}", { client, text }),
    });
    const what = message("questions.relayedWhat", 'The question of "{server}" to {client}', { server, client });
    const limit = { clock, signal, idleMs: limitMs(), what, onTimeout: (ms: number) => notAnswered(what, ms) };
    return withinTime(limit, (inner) =>
      asked({ publish, clock }, { kind, server }, inner, (shown) => to.ask(question, shown), isAccepted),
    );
  };

function kindOf({ method, params }: RelayedQuestion): QuestionKind | undefined {
  if (method === "roots/list") return undefined;
  if (method === "sampling/createMessage") return "sampling";
  return params.mode === "url" ? "url" : "form";
}

/** What a model is asked: the latest text of the conversation that a server hands over, as far as it is well formed. */
function promptIn({ messages, systemPrompt }: RelayedQuestion["params"]): string {
  const texts = (Array.isArray(messages) ? messages : []).flatMap((one: unknown) => {
    const content = isObject(one) ? one.content : undefined;
    return (Array.isArray(content) ? content : [content]).flatMap((part: unknown) =>
      isObject(part) && typeof part.text === "string" ? [part.text] : [],
    );
  });
  return texts.at(-1) ?? (typeof systemPrompt === "string" ? systemPrompt : noText());
}

const noText = () => message("questions.relayedNoText", "a language model, without any text");

/** A form or an address has an action; a model's answer is one by being there. */
const isAccepted = ({ action }: Readonly<Record<string, unknown>>): boolean =>
  action === undefined || action === "accept";
