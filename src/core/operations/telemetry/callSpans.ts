import type { HubEvent, RequestMethod, Stamped } from "../../../protocol/hubEvent";
import { attributes, executeTool, toolError } from "./attributes";
import { childOf, contextFields, readContext, type TraceContext, type TraceFields } from "./traceContext";

export type AttributeValue = string | number;

/** One finished step of a trace. Times are milliseconds since the epoch. */
export interface Span {
  readonly context: TraceContext;
  readonly parentSpanId?: string;
  readonly name: string;
  /** `server`: a request of a client to the hub. `client`: of the hub to a server. */
  readonly kind: "server" | "client";
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Why it failed; missing where it did not. */
  readonly error?: string;
}

/** How many calls may be on their way with a context; those beyond it are not traced. */
const openLimit = 10_000;

interface OpenCall {
  readonly given: TraceContext | undefined;
  /** The hub's own step, where the request came through the gateway. */
  readonly inbound: TraceContext;
  readonly outbound: TraceContext;
}

/** Makes spans of calls: one for what a client asked the hub, and below it one for what the hub asked the server. */
export class CallSpans {
  private readonly open = new Map<string, OpenCall>();

  constructor(private readonly ended: (span: Span) => void) {}

  /**
   * Takes what a request came with, before its call begins, and says what to send to the server instead: the same trace, and the hub's
   * own step as its parent. `undefined`: there are too many calls, and what came is passed on as it is.
   */
  begin(call: string, fields: TraceFields = {}): Readonly<Record<string, string>> | undefined {
    if (this.open.size >= openLimit) return undefined;
    const given = readContext(fields);
    const inbound = childOf(given);
    const outbound = childOf(inbound);
    this.open.set(call, { given, inbound, outbound });
    return contextFields(outbound);
  }

  readonly follow = (event: Stamped): void => {
    if (event.type !== "call.ended") return;
    if (!this.open.has(event.call)) this.begin(event.call);
    const call = this.open.get(event.call);
    if (!call) return;
    this.open.delete(event.call);
    if (!call.inbound.sampled) return;
    const { split, at, ms } = event;
    const facts = factsOf(event);
    const isFromClient = event.caller.door === "gateway";
    if (isFromClient)
      this.ended({
        ...facts,
        kind: "server",
        context: call.inbound,
        ...(call.given && { parentSpanId: call.given.spanId }),
        startMs: at - ms - split.approval,
        endMs: at,
      });
    // Nothing was sent where the hub refused.
    if (event.outcome === "denied") return;
    const parentSpanId = isFromClient ? call.inbound.spanId : call.given?.spanId;
    this.ended({
      ...facts,
      kind: "client",
      context: call.outbound,
      ...(parentSpanId !== undefined && { parentSpanId }),
      startMs: at - split.server,
      endMs: at,
    });
  };
}

function factsOf(event: Extract<HubEvent, { type: "call.ended" }>) {
  const { method, tool, server, caller, split, outcome, error, call } = event;
  const isTool = method === "tools/call";
  const type = outcome === "tool-error" ? toolError : error?.code;
  return {
    name: spanName(method, tool),
    attributes: {
      [attributes.method]: method,
      ...(isTool && { [attributes.tool]: tool, [attributes.operation]: executeTool }),
      [attributes.serverName]: server,
      [attributes.clientName]: caller.client?.name ?? caller.door,
      [attributes.callId]: call,
      ...(split.queue > 0 && { [attributes.queueMs]: split.queue }),
      ...(split.waits > 0 && { [attributes.waitsMs]: split.waits }),
      ...(split.approval > 0 && { [attributes.approvalMs]: split.approval }),
      ...(type !== undefined && { [attributes.errorType]: type }),
    },
    ...(type !== undefined && { error: error?.message ?? type }),
  };
}

/** `{mcp.method.name} {target}`; the name of a prompt is not in the events. */
const spanName = (method: RequestMethod, tool: string): string =>
  method === "tools/call" ? `${method} ${tool}` : method;
