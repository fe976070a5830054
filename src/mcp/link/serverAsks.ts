import { type Client, type ClientCapabilities, ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/client";
import type { Answerable, Answerer } from "../../core/asks/answerer";
import { asHubError } from "../../core/hubError";
import { isObject } from "./mendField";
import type { Patience } from "./patience";
import { samplingAsk, samplingResult } from "./samplingMessages";
import type { SecretMask } from "./secretMask";

/** What a server is told that the hub answers: no more than the running door does. */
export const capabilitiesOf = ({ roots, sampling, forms, urls }: Answerable): ClientCapabilities => ({
  ...(roots && { roots: { listChanged: true } }),
  ...(sampling && { sampling: { tools: {} } }),
  ...((forms || urls) && { elicitation: { ...(forms && { form: {} }), ...(urls && { url: {} }) } }),
});

export interface AskedLine {
  readonly server: string;
  readonly answerer: Answerer;
  readonly patience: Patience;
  readonly mask: SecretMask;
}

/** The code that the specification shows for a person's no to sampling. */
const userRejected = -1;

/**
 * Answers what the server asks. In revision 2026-07-28 the same questions come inside results (`input_required`), and the SDK's
 * client brings them here too, so that there is one way for both.
 */
export function answerAsks(client: Client, { server, answerer, patience, mask }: AskedLine): void {
  const { can } = answerer;
  if (can.roots)
    client.setRequestHandler("roots/list", () => ({ roots: answerer.roots(server).map((root) => ({ ...root })) }));
  if (can.sampling)
    client.setRequestHandler("sampling/createMessage", ({ params }, { mcpReq }) =>
      answering(patience, async () => {
        const ask = samplingAsk(server, params);
        return samplingResult(await answerer.sample(ask, mcpReq.signal), ask);
      }),
    );
  if (can.forms || can.urls)
    client.setRequestHandler("elicitation/create", ({ params }, { mcpReq }) =>
      answering(patience, async () => {
        const message = mask.text(params.message);
        if (params.mode === "url") {
          // In revision 2026-07-28 the answer is the word to go on; before, the server waits by itself.
          const ask = { server, message, url: params.url, untilDone: client.getProtocolEra() === "modern" };
          return { action: await answerer.visit(ask, mcpReq.signal) };
        }
        const schema = isObject(params.requestedSchema) ? params.requestedSchema : {};
        const answer = await answerer.fill({ server, message, schema }, mcpReq.signal);
        return answer.action === "accept" ? { action: answer.action, content: toContent(answer.content) } : answer;
      }),
    );
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

async function answering<T>(patience: Patience, answer: () => Promise<T>): Promise<T> {
  try {
    return await patience.during(answer);
  } catch (error) {
    const { code, message } = asHubError(error);
    throw new ProtocolError(code === "denied" ? userRejected : ProtocolErrorCode.InternalError, message);
  }
}
