/** Where a request stands in a trace (W3C Trace Context, section 3). */
export interface TraceContext {
  /** 32 and 16 hexadecimal digits, not all of them 0. */
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
  /** What others have noted of the trace; passed on as it is. */
  readonly tracestate?: string;
  readonly baggage?: string;
}

/** What stands in `_meta` or in headers. */
export type TraceFields = Readonly<Record<string, unknown>>;

const form = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** The longest `tracestate` and `baggage` that are passed on, in characters (Trace Context, section 3.3.1.5; Baggage, section 3.3.2). */
const stateLimit = 512;
const baggageLimit = 8192;

/** The context that a request came with; `undefined` where there is none, or one that cannot be read. */
export function readContext({ traceparent, tracestate, baggage }: TraceFields): TraceContext | undefined {
  const [, version, traceId, spanId, flags, more] = form.exec(typeof traceparent === "string" ? traceparent : "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (version === "00" && more !== undefined) return undefined;
  return {
    traceId,
    spanId,
    sampled: (Number.parseInt(flags, 16) & 1) === 1,
    ...(fits(tracestate, stateLimit) && { tracestate }),
    ...(fits(baggage, baggageLimit) && { baggage }),
  };
}

/** The fields to send with a request. */
export const contextFields = (context: TraceContext): Readonly<Record<string, string>> => ({
  traceparent: `00-${context.traceId}-${context.spanId}-${context.sampled ? "01" : "00"}`,
  ...(context.tracestate !== undefined && { tracestate: context.tracestate }),
  ...(context.baggage !== undefined && { baggage: context.baggage }),
});

/** A new step of the same trace; of a new trace where there was none. */
export const childOf = (parent: TraceContext | undefined): TraceContext =>
  parent ? { ...parent, spanId: randomHex(8) } : { traceId: randomHex(16), spanId: randomHex(8), sampled: true };

const fits = (value: unknown, limit: number): value is string =>
  typeof value === "string" && value !== "" && value.length <= limit && /^[\x20-\x7e]*$/.test(value);

function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
