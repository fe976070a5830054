import type { ServerId } from "../../protocol/hubEvent";
import type { JsonSchema } from "../catalog/catalog";
import type { Event } from "../kernel/emitter";
import type { Content } from "../messages/content";
import type { ClientAnswers, RelayedQuestion } from "./clientAnswers";

/** A folder that a server may work in (specification, client features, roots). `uri` is a `file:` address. */
export interface Root {
  readonly uri: string;
  readonly name?: string;
}

/** A form to fill in (elicitation in form mode). Message and schema are the server's: untrusted. */
export interface FormAsk {
  readonly server: ServerId;
  readonly message: string;
  readonly schema: JsonSchema;
}

/** An address to visit (elicitation in URL mode): what the person does there is not for the hub's eyes. */
export interface UrlAsk {
  readonly server: ServerId;
  readonly message: string;
  readonly url: string;
  /** The server goes on only after the person has finished there, and says nothing by itself. */
  readonly untilDone: boolean;
}

/** `decline`: the person said no. `cancel`: the person, or the limit of the question, ended it without a choice. */
export type FormAnswer =
  | { readonly action: "accept"; readonly content: Readonly<Record<string, unknown>> }
  | { readonly action: "decline" | "cancel" };

export type UrlAnswer = "accept" | "decline" | "cancel";

/** A part of a sampled conversation. */
export type SamplingPart =
  | Extract<Content, { type: "text" | "image" | "audio" }>
  | { readonly type: "tool_use"; readonly id: string; readonly name: string; readonly input: unknown }
  | {
      readonly type: "tool_result";
      readonly id: string;
      readonly content: readonly Content[];
      readonly isError: boolean;
    };

export interface SamplingMessage {
  readonly role: "user" | "assistant";
  readonly parts: readonly SamplingPart[];
}

/** A tool that the server itself runs, named for the model of one request. */
export interface SamplingTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
}

/** A request to a language model in the name of a server (sampling). */
export interface SamplingAsk {
  readonly server: ServerId;
  readonly messages: readonly SamplingMessage[];
  readonly system?: string;
  readonly maxTokens: number;
  readonly temperature?: number;
  readonly stopSequences?: readonly string[];
  /** Names, or parts of names, of models that the server would like, the best first. */
  readonly hints: readonly string[];
  /** How much each should count, from 0 to 1. */
  readonly priorities?: { readonly cost?: number; readonly speed?: number; readonly intelligence?: number };
  /** Whose context the server would like the model to be given. */
  readonly context?: "thisServer" | "allServers";
  readonly tools: readonly SamplingTool[];
  /** Whether the model may, must or must not use the tools. */
  readonly toolChoice: "auto" | "required" | "none";
}

/** What the model said. */
export interface SamplingAnswer {
  readonly model: string;
  readonly parts: readonly Extract<SamplingPart, { type: "text" | "tool_use" }>[];
  /** What of the request the model was not given, each as a short sentence; for the log. */
  readonly notes?: readonly string[];
  readonly stopReason: "endTurn" | "toolUse" | "maxTokens" | "stopSequence";
}

/** What a door can answer: exactly these are declared to the servers. */
export interface SupportedFeatures {
  readonly roots: boolean;
  readonly sampling: boolean;
  readonly forms: boolean;
  readonly urls: boolean;
}

export const noSupport: SupportedFeatures = { roots: false, sampling: false, forms: false, urls: false };

/** The port of all that a server asks back, in both eras. Rejects with a `HubError` where there is no answer. */
export interface ClientFeatures {
  readonly can: SupportedFeatures;
  roots(server: ServerId): readonly Root[];
  readonly onRootsChanged: Event<void>;
  fill(ask: FormAsk, signal: AbortSignal): Promise<FormAnswer>;
  visit(ask: UrlAsk, signal: AbortSignal): Promise<UrlAnswer>;
  /** Whether `consent` needs no answer, because the person already gave it. */
  hasConsent?(ask: SamplingAsk): boolean;
  /** Whether a model may be asked in the name of the server: it costs something, and it sees what the server sends. */
  consent(ask: SamplingAsk, signal: AbortSignal): Promise<boolean>;
  sample(ask: SamplingAsk, signal: AbortSignal): Promise<SamplingAnswer>;
  /**
   * Hands a question to the client whose request caused it, within the limit of a question. Rejects with a `HubError`. Without it no
   * client behind a door is asked.
   */
  relay?(question: RelayedQuestion, to: ClientAnswers, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>>;
  /** The client whose own connection this is, where it can be asked now: what no request caused is for it as well. */
  owner?(): ClientAnswers | undefined;
  /** The folders of that client changed. What they are, nobody but the client knows. */
  readonly onOwnerRootsChanged?: Event<void>;
}
