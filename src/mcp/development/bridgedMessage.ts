/** What leads a message to its place; the message itself is passed on as it came. */
export interface BridgedMessage {
  readonly method: string | undefined;
  /** As JSON: `1` and `"1"` are two ids. Missing in a notification. */
  readonly id: string | undefined;
  /** Whether it answers a request. */
  readonly isAnswer: boolean;
  readonly errorCode: number | undefined;
  /** As JSON: of a request that wants to hear of progress, or of the progress itself. */
  readonly progressToken: string | undefined;
  /** As JSON: the id of the request that opened the subscription which this message belongs to. */
  readonly about: string | undefined;
  /** Whether it belongs to a revision without sessions, in which each request says who asks. */
  readonly isModern: boolean;
}

/** Reads what leads a message to its place; `undefined` where the text is not a single message. */
export function readBridged(text: string): BridgedMessage | undefined {
  const value = parsed(text);
  if (!isObject(value)) return undefined;
  const { method, id, params, result, error } = value;
  if (typeof method !== "string" && result === undefined && error === undefined) return undefined;
  const own = isObject(params) ? params : {};
  const meta = isObject(own._meta) ? own._meta : {};
  return {
    method: typeof method === "string" ? method : undefined,
    id: asKey(id),
    isAnswer: typeof method !== "string",
    errorCode: isObject(error) && typeof error.code === "number" ? error.code : undefined,
    progressToken: asKey(method === "notifications/progress" ? own.progressToken : meta.progressToken),
    about: asKey(meta["io.modelcontextprotocol/subscriptionId"]),
    isModern: meta["io.modelcontextprotocol/protocolVersion"] !== undefined,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no message: nothing leads it anywhere
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const asKey = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? JSON.stringify(value) : undefined;
