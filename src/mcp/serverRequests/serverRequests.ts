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
  // A question inside a result is not a request: there is no progress to send.
  const withServerProgress = <T>(request: ClientContext["mcpReq"], answer: () => Promise<T>): Promise<T> =>
    isModern() ? answer() : withProgress(context.clock, context.report, request, answer);
  if (can.roots)
    client.setRequestHandler("roots/list", ({ method, params = {} }, { mcpReq }) =>
      answering(keepAlive, () => relayed(context, { method, params }, mcpReq.signal, async () => rootsFor(context))),
    );
  if (can.sampling)
    client.setRequestHandler("sampling/createMessage", ({ method, params }, { mcpReq }) =>
      answering(keepAlive, () =>
        withServerProgress(mcpReq, () =>
          relayed(context, { method, params }, mcpReq.signal, () => sampledFor(context, params, mcpReq.signal)),
        ),
      ),
    );
  if (can.forms || can.urls)
    client.setRequestHandler("elicitation/create", ({ method, params }, { mcpReq }) =>
      answering(keepAlive, () =>
        withServerProgress(mcpReq, () =>
          relayed(context, { method, params }, mcpReq.signal, () =>
            elicitedFor(context, params, isModern(), mcpReq.signal),
          ),
        ),
      ),
    );
}

/**
 * Answers one question that does not come as a request of its own: it is part of the state of a task of revision 2026-07-28
 * (`inputRequests`), or is a task itself (2025-11-25, not `modern`). Rejects with a `HubError` where there is no answer: nothing else
 * refuses it.
 */
export async function answerInput(
  context: ServerRequestContext,
  question: unknown,
  signal: AbortSignal,
  modern = true,
): Promise<Json> {
  const { server, clientFeatures, keepAlive } = context;
  const { can } = clientFeatures;
  if (can.roots && isSpecType.ListRootsRequest(question)) return rootsFor(context);
  if (can.sampling && isSpecType.CreateMessageRequest(question))
    return keepAlive.during(() => sampledFor(context, question.params, signal));
  if ((can.forms || can.urls) && isSpecType.ElicitRequest(question))
    return keepAlive.during(() => elicitedFor(context, question.params, modern, signal));
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

/**
 * Hands a question to the client whose request made the server ask, if it answers such questions itself; everything else is answered
 * here. The client's result is the server's to check.
 */
async function relayed<T>(
  { server, clientFeatures, keepAlive }: ServerRequestContext,
  question: Omit<RelayedQuestion, "server">,
  signal: AbortSignal,
  here: () => Promise<T>,
): Promise<T> {
  const client = askingClient() ?? keepAlive.onlyAnswers;
  if (!client || !clientFeatures.relay || !canAnswer(client.can, question)) return here();
  return (await clientFeatures.relay({ server, ...question }, client, signal)) as T;
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

async function answering<T>(keepAlive: KeepAlive, answer: () => Promise<T>): Promise<T> {
  try {
    return await keepAlive.during(answer);
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
