import type * as z from "zod";
import type { Caller } from "../../../protocol/caller";
import type { ServerId } from "../../../protocol/hubEvent";
import type { Tool } from "../../catalog/catalog";
import type { ServiceMethod, ServiceRow } from "../../config/schema/options/serviceRows";
import type { HubError } from "../../kernel/hubError";
import type { ToolResult } from "../../messages/toolResult";
import type { ToolCall } from "../toolCall";

/** The typed services as doors see them: one shape over whatever servers there are. Everything goes over the one path of requests. */
export interface ServiceDoor {
  /** Every method, in the order of the services. */
  readonly methods: readonly MethodEntry[];
  /** The rows that the person has written (`mcpHub.services`), in their order. */
  ownRows(): readonly ServiceRow[];
  /** By what a server can do a method, as it is listed now; `undefined` where it cannot. */
  means(server: ServerId, method: ServiceMethod, sees?: SeesTool): Means | undefined;
  /** Runs a method: gives its item, or a listing. Rejects with a `HubError`. */
  call(call: ServiceCall): Promise<unknown>;
  /** Runs a method and tells what happened on the way. Never rejects. */
  trial(trial: ServiceTrial): Promise<TrialReport>;
}

/** Gives the services; they are made when they are first asked for. */
export type OpenServices = () => Promise<ServiceDoor>;

/** What a method takes and gives. */
export interface MethodEntry {
  readonly method: ServiceMethod;
  /** What it does, as a sentence for programs and models. */
  readonly about: string;
  readonly input: z.ZodType<Readonly<Record<string, unknown>>>;
  /** One thing, or a list of them with `incomplete`. */
  readonly output: z.ZodType;
}

/** By what a server does a method. */
export interface Means {
  /** The row of the mapping. */
  readonly row: string;
  /** The tool; missing where a resource is read. */
  readonly tool?: string;
  /** The address of the resource, with its variables. */
  readonly resource?: string;
}

export type SeesTool = (tool: Tool) => boolean;

/** What the requests that a method makes say beside their arguments. */
export type CallFacts = Pick<
  ToolCall,
  "byHand" | "conversation" | "request" | "thread" | "limitMs" | "meta" | "onProgress" | "onAsking" | "onAsked"
>;

/** What a caller asks of a service. */
export interface ServiceCall {
  readonly server: ServerId;
  readonly method: ServiceMethod;
  /** The arguments of the method; they are checked. */
  readonly input: unknown;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** Variables for what the caller does not give, such as `cloudId`. */
  readonly defaults?: Readonly<Record<string, unknown>> | undefined;
  /** Which tools of the server the caller sees; missing: all. */
  readonly sees?: SeesTool;
  /** Asked before each request that the method makes; what it throws ends the method. */
  readonly facts?: () => CallFacts;
}

/** A call that a person makes to see what comes of it. */
export interface ServiceTrial extends ServiceCall {
  /** The only row that is tried: one that the person has written, by its place in `mcpHub.services`. Missing: as every call. */
  readonly row?: number;
}

/** What happened on the way of a call. */
export interface TrialReport {
  /** The rows that fit what the server offers, in the order in which they are tried. */
  readonly rows: readonly Means[];
  /** Why the row of the trial does not fit what the server offers. */
  readonly misfit?: string;
  readonly sent: readonly SentRequest[];
  /** Where the selections of the row of the trial led in the last result. */
  readonly selections: readonly SelectionReport[];
  readonly outcome: { readonly value: unknown } | { readonly error: HubError };
}

/** A request to the server, and what came back. */
export interface SentRequest {
  /** The tool, or `resources/read`. */
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly result?: ToolResult;
  readonly error?: HubError;
}

/** Where a selection led. */
export interface SelectionReport {
  /** `items`, `fields.title`, … */
  readonly name: string;
  readonly path: string;
  /** How many values it led to, and from how many places it started. */
  readonly found: number;
  readonly of: number;
  /** The longest part of it that leads somewhere, and what is there; missing where all of it does. */
  readonly stops?: { readonly at: string; readonly holds: string };
}
