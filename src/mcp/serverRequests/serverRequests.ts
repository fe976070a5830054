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
import type { ClientFeatures, SupportedFeatures } from "../../core/questions/clientFeatures";
import type { HubErrorCode } from "../../protocol/hubErrorCode";
import { isObject } from "../../protocol/isObject";
import { tasksExtension } from "../revisions/features";
import type { SecretMask } from "../wire/secretMask";
import { withProgress } from "./answerProgress";
import type { KeepAlive } from "./keepAlive";
import { samplingAsk, samplingResult } from "./samplingMessages";

type Json = Readonly<Record<string, unknown>>;

/** The requests of a server that may run as tasks of ours (revision 2025-11-25): those that a person or a model has to answer. */
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

/** What a server is told that the hub answers: no more than the running door does. */
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
  readonly patience: KeepAlive;
  readonly mask: SecretMask;
  readonly clock: Clock;
  /** Hears of what went wrong and nobody waits for. */
  readonly tell: (error: unknown) => void;
}

/** The code that the specification shows for a person's no to sampling. */
const userRejected = -1;

const refusals: Readonly<Partial<Record<HubErrorCode, number>>> = {
  denied: userRejected,
  "bad-arguments": ProtocolErrorCode.InvalidParams,
};

/**
 * Answers what the server asks. In revision 2026-07-28 the same questions come inside results (`input_required`), and the SDK's
 * client brings them here too, so that there is one way for both.
 */
export function handleServerRequests(client: Client, line: ServerRequestContext): void {
  const { clientFeatures, patience } = line;
  const { can } = clientFeatures;
  const isModern = () => client.getProtocolEra() === "modern";
  // A question inside a result is no request: nobody hears of its progress.
  const told = <T>(request: ClientContext["mcpReq"], answer: () => Promise<T>): Promise<T> =>
    isModern() ? answer() : withProgress(line.clock, line.tell, request, answer);
  if (can.roots) client.setRequestHandler("roots/list", () => rootsFor(line));
  if (can.sampling)
    client.setRequestHandler("sampling/createMessage", ({ params }, { mcpReq }) =>
      answering(patience, () => told(mcpReq, () => sampledFor(line, params, mcpReq.signal))),
    );
  if (can.forms || can.urls)
    client.setRequestHandler("elicitation/create", ({ params }, { mcpReq }) =>
      answering(patience, () => told(mcpReq, () => elicitedFor(line, params, isModern(), mcpReq.signal))),
    );
}

/**
 * Answers one question that does not come as a request of its own: it stands in what a task of revision 2026-07-28 says
 * (`inputRequests`), or is a task itself (2025-11-25, not `modern`). Rejects with a `HubError` where there is no answer: there, nothing
 * else says no.
 */
export async function answerInput(
  line: ServerRequestContext,
  question: unknown,
  signal: AbortSignal,
  modern = true,
): Promise<Json> {
  const { server, clientFeatures, patience } = line;
  const { can } = clientFeatures;
  if (can.roots && isSpecType.ListRootsRequest(question)) return rootsFor(line);
  if (can.sampling && isSpecType.CreateMessageRequest(question))
    return patience.during(() => sampledFor(line, question.params, signal));
  if ((can.forms || can.urls) && isSpecType.ElicitRequest(question))
    return patience.during(() => elicitedFor(line, question.params, modern, signal));
  const method = isObject(question) && typeof question.method === "string" ? question.method : "something unknown";
  throw new HubError("protocol", `A task of "${server}" asks for ${safeLine(method, 80)}, which nobody here answers.`);
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
  const message = mask.text(params.message);
  if (params.mode === "url") {
    // In revision 2026-07-28 the answer is the word to go on; before, the server waits by itself.
    const ask = { server, message, url: params.url, untilDone: isModern };
    return { action: await clientFeatures.visit(ask, signal) };
  }
  const schema = isObject(params.requestedSchema) ? params.requestedSchema : {};
  const answer = await clientFeatures.fill({ server, message, schema }, signal);
  return answer.action === "accept" ? { action: answer.action, content: toContent(answer.content) } : answer;
}

/** The protocol's forms hold plain values and lists of texts, which the schema has been checked for. */
function toContent(content: Readonly<Record<string, unknown>>) {
  const plain: Record<string, string | number | boolean | string[]> = {};
  for (const [name, value] of Object.entries(content)) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") plain[name] = value;
    else if (Array.isArray(value)) plain[name] = value.map(String);
  }
  return plain;
}

async function answering<T>(patience: KeepAlive, answer: () => Promise<T>): Promise<T> {
  try {
    return await patience.during(answer);
  } catch (error) {
    const { code, message } = refusal(error);
    throw new ProtocolError(code, message);
  }
}

/** A failure to answer as the server is told. */
export function refusal(error: unknown): { readonly code: number; readonly message: string } {
  const { code, message } = asHubError(error);
  return { code: refusals[code] ?? ProtocolErrorCode.InternalError, message };
}
