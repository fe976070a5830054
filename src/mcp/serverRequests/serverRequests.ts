import {
  type Client,
  type ClientCapabilities,
  type ClientContext,
  type CreateMessageRequestParams,
  type ElicitRequestParams,
  isSpecType,
  ProtocolError,
  ProtocolErrorCode,
} from "@modelcontextprotocol/client";
import type { Clock } from "../../core/kernel/clock";
import { asHubError, HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { canAnswer, type RelayedQuestion } from "../../core/questions/clientAnswers";
import type { ClientFeatures, SupportedFeatures } from "../../core/questions/clientFeatures";
import type { HubErrorCode } from "../../protocol/hubErrorCode";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { tasksExtension } from "../revisions/features";
import type { SecretMask } from "../wire/secretMask";
import { withProgress } from "./answerProgress";
import { askingClient } from "./askedFor";
import { causeOf } from "./causedClient";
import type { KeepAlive } from "./keepAlive";
import { samplingAsk, samplingResult } from "./samplingMessages";

type Json = Readonly<Record<string, unknown>>;

/** The requests of a server that may run as tasks of the hub (revision 2025-11-25): those that a person or a model has to answer. */
export const taskMethods = ({ sampling, forms, urls }: SupportedFeatures): ReadonlySet<string> =>
  new Set([...(sampling ? ["sampling/createMessage"] : []), ...(forms || urls ? ["elicitation/create"] : [])]);

const taskCapability = ({ sampling, forms, urls }: SupportedFeatures) => ({
  list: {},
  cancel: {},
  requests: {
    ...(sampling && { sampling: { createMessage: {} } }),
    ...((forms || urls) && { elicitation: { create: {} } }),
  },
});

/** The capabilities that are declared to a server: exactly what the running door supports. */
export const capabilitiesOf = (can: SupportedFeatures): ClientCapabilities => ({
  ...askCapabilities(can),
  ...(taskMethods(can).size > 0 && { tasks: taskCapability(can) }),
});

const askCapabilities = ({ roots, sampling, forms, urls }: SupportedFeatures): ClientCapabilities => ({
  ...(roots && { roots: { listChanged: true } }),
  ...(sampling && { sampling: { tools: {} } }),
  ...((forms || urls) && { elicitation: { ...(forms && { form: {} }), ...(urls && { url: {} }) } }),
  extensions: { [tasksExtension]: {} },
});

export interface ServerRequestContext {
  readonly server: string;
  readonly clientFeatures: ClientFeatures;
  readonly keepAlive: KeepAlive;
  readonly mask: SecretMask;
  readonly clock: Clock;
  /** Takes failures that nobody waits for. */
  readonly report: (error: unknown) => void;
}

/** The error code that the specification shows for a person who declines sampling. */
const userRejected = -1;

const errorCodes: Readonly<Partial<Record<HubErrorCode, number>>> = {
  denied: userRejected,
  "bad-arguments": ProtocolErrorCode.InvalidParams,
};

/**
 * Answers the server's requests. In revision 2026-07-28 the same questions come inside results (`input_required`), and the SDK's client
 * brings them here too, so that both take the same path.
 */
export function handleServerRequests(client: Client, context: ServerRequestContext): void {
  const { clientFeatures, keepAlive } = context;
  const { can } = clientFeatures;
  const isModern = () => client.getProtocolEra() === "modern";
  // The SDK's client gives the name of a question inside a result as its id.
  const keyOf = ({ id }: ClientContext["mcpReq"]) => (isModern() ? { key: String(id) } : {});
  // A question inside a result is not a request: there is no progress to send.
  const withServerProgress = <T>(request: ClientContext["mcpReq"], answer: () => Promise<T>): Promise<T> =>
    isModern() ? answer() : withProgress(context.clock, context.report, request, answer);
  if (can.roots)
    client.setRequestHandler("roots/list", ({ method, params = {} }, request) =>
      answering(keepAlive, request, (signal) =>
        relayed(context, { method, params, ...keyOf(request.mcpReq) }, signal, async () => rootsFor(context)),
      ),
    );
  if (can.sampling)
    client.setRequestHandler("sampling/createMessage", ({ method, params }, request) =>
      answering(keepAlive, request, (signal) =>
        withServerProgress(request.mcpReq, () =>
          relayed(context, { method, params, ...keyOf(request.mcpReq) }, signal, () =>
            sampledFor(context, params, signal),
          ),
        ),
      ),
    );
  if (can.forms || can.urls)
    client.setRequestHandler("elicitation/create", ({ method, params }, request) =>
      answering(keepAlive, request, (signal) =>
        withServerProgress(request.mcpReq, () =>
          relayed(context, { method, params, ...keyOf(request.mcpReq) }, signal, () =>
            elicitedFor(context, params, isModern(), signal),
          ),
        ),
      ),
    );
}

/** Answers one question that is a task itself (revision 2025-11-25). Rejects like `answerInput`. */
export const answerTask = (
  context: ServerRequestContext,
  question: unknown,
  signal: AbortSignal,
  cause: AbortSignal | undefined,
): Promise<Json> =>
  context.keepAlive.whileAwaited(signal, cause, (awaited) => answerInput(context, question, awaited, false));

/**
 * Answers one question that does not come as a request of its own: it is part of the state of a task of revision 2026-07-28
 * (`inputRequests`), or is a task itself (2025-11-25, not `modern`). `signal` ends it. Rejects with a `HubError` where there is no answer:
 * nothing else refuses it.
 */
export async function answerInput(
  context: ServerRequestContext,
  question: unknown,
  signal: AbortSignal,
  modern = true,
): Promise<Json> {
  const { server, clientFeatures, keepAlive } = context;
  const { can } = clientFeatures;
  const answered = ({ method, params = {} }: AnyQuestion, here: () => Promise<Json>) =>
    keepAlive.during(() => relayed(context, { method, params }, signal, here));
  if (can.roots && isSpecType.ListRootsRequest(question)) return answered(question, async () => rootsFor(context));
  if (can.sampling && isSpecType.CreateMessageRequest(question))
    return answered(question, () => sampledFor(context, question.params, signal));
  if ((can.forms || can.urls) && isSpecType.ElicitRequest(question))
    return answered(question, () => elicitedFor(context, question.params, modern, signal));
  if (!isObject(question) || typeof question.method !== "string")
    throw new HubError(
      "protocol",
      message("questions.unknown", 'A task of "{server}" asks for something unknown, which the hub does not support.', {
        server,
      }),
    );
  throw new HubError(
    "protocol",
    message("questions.unsupported", 'A task of "{server}" asks for {method}, which the hub does not support.', {
      server,
      method: safeLine(question.method, 80),
    }),
  );
}

/** A question as the protocol has it. */
interface AnyQuestion extends Pick<RelayedQuestion, "method"> {
  readonly params?: Json | undefined;
}

/**
 * Hands a question to the client whose request made the server ask, if it answers such questions itself; everything else is answered
 * here. The client's result is the server's to check.
 */
export async function relayed<T>(
  { server, clientFeatures, keepAlive }: ServerRequestContext,
  question: Omit<RelayedQuestion, "server">,
  signal: AbortSignal,
  here: () => Promise<T>,
): Promise<T> {
  const client = askingClient() ?? keepAlive.onlyAnswers ?? clientFeatures.owner?.();
  if (!client || !clientFeatures.relay || !canAnswer(client.can, question)) return here();
  const { params, ...others } = question;
  return (await clientFeatures.relay({ server, ...others, params: withoutToken(params) }, client, signal)) as T;
}

/** The server's token for progress is between the server and the hub: to the client it means nothing, or something else. */
function withoutToken({ _meta, ...params }: Json): Json {
  const { progressToken: _, ...meta } = isObject(_meta) ? _meta : {};
  return { ...params, ...(Object.keys(meta).length > 0 && { _meta: meta }) };
}

const rootsFor = ({ server, clientFeatures }: ServerRequestContext) => ({
  roots: clientFeatures.roots(server).map((root) => ({ ...root })),
});

async function sampledFor(
  { server, clientFeatures }: ServerRequestContext,
  params: CreateMessageRequestParams,
  signal: AbortSignal,
) {
  const ask = samplingAsk(server, params);
  return samplingResult(await clientFeatures.sample(ask, signal), ask);
}

async function elicitedFor(
  { server, clientFeatures, mask }: ServerRequestContext,
  params: ElicitRequestParams,
  isModern: boolean,
  signal: AbortSignal,
) {
  const text = mask.text(params.message);
  if (params.mode === "url") {
    // In revision 2026-07-28 the answer lets the server go on; before, the server waits by itself.
    const ask = { server, message: text, url: params.url, untilDone: isModern };
    return { action: await clientFeatures.visit(ask, signal) };
  }
  const schema = isObject(params.requestedSchema) ? params.requestedSchema : {};
  const answer = await clientFeatures.fill({ server, message: text, schema }, signal);
  return answer.action === "accept" ? { action: answer.action, content: toContent(answer.content) } : answer;
}

/** The protocol's forms hold plain values and lists of texts; the content has been checked against the schema. */
function toContent(content: Readonly<Record<string, unknown>>) {
  const plain: Record<string, string | number | boolean | string[]> = {};
  for (const [name, value] of Object.entries(content)) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") plain[name] = value;
    else if (Array.isArray(value)) plain[name] = value.map(String);
  }
  return plain;
}

/** Answers a request of the server, until it takes that back or the request of ours that made it ask is given up. */
async function answering<T>(
  keepAlive: KeepAlive,
  request: ClientContext,
  answer: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await keepAlive.whileAwaited(request.mcpReq.signal, causeOf(request), answer);
  } catch (error) {
    const { code, message: text } = toErrorObject(error);
    throw new ProtocolError(code, text);
  }
}

/** A failure to answer as a JSON-RPC error. */
export function toErrorObject(error: unknown): { readonly code: number; readonly message: string } {
  const { code, message: text } = asHubError(error);
  return { code: errorCodes[code] ?? ProtocolErrorCode.InternalError, message: text };
}
