import { type Endpoint, post, postAndAnswer } from "./curlJson";
import { type ClientKind, filled, type OtherClient } from "./otherClient";

/** What is read of a result; each method's has some of it. */
interface Result {
  readonly tools?: readonly { readonly name: string }[];
  readonly content?: unknown;
  readonly contents?: unknown;
  readonly messages?: unknown;
  readonly inputRequests?: Readonly<Record<string, { readonly params?: { readonly requestedSchema?: unknown } }>>;
  readonly requestState?: string;
}

type Ask = (method: string, params: Readonly<Record<string, unknown>>, name?: string) => Promise<Result>;

/** Plain curl in the revision 2026-07-28: each request stands for itself, and a question is answered by asking again. */
export const curlStateless: ClientKind = {
  name: "curl, 2026-07-28",
  open: {
    mcp: async (target) => {
      const ask = statelessAsk(target);
      return clientOf(async (method, params, name) => {
        const result = await ask(method, params, name);
        if (!result.inputRequests) return result;
        const answers = Object.entries(result.inputRequests).map(([key, { params }]) => [key, accepted(params)]);
        const { requestState } = result;
        const inputResponses = Object.fromEntries(answers);
        return ask(method, { ...params, inputResponses, ...(requestState && { requestState }) }, name);
      });
    },
  },
};

/** Plain curl with a handshake and a session. A question comes on the stream of the call, and another curl answers it. */
export const curlSession: ClientKind = {
  name: "curl, 2025-11-25",
  open: {
    mcp: async (target) => {
      const version = { protocolVersion: "2025-11-25" };
      const clientInfo = { name: "curl", version: "1.0.0" };
      const params = { ...version, capabilities: { elicitation: {} }, clientInfo };
      const { head } = await post(target, { id: 0, method: "initialize", params });
      const [, session = ""] = /^mcp-session-id: (.+?)\r?$/im.exec(head) ?? [];
      const headers = [`mcp-session-id: ${session}`, `mcp-protocol-version: ${version.protocolVersion}`];
      await post(target, { method: "notifications/initialized" }, headers);
      let lastId = 0;
      return clientOf((method, params) =>
        postAndAnswer<Result>(target, { id: ++lastId, method, params }, headers, ({ params }) => accepted(params)),
      );
    },
  },
};

function statelessAsk(target: Endpoint): Ask {
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": { elicitation: { form: {} } },
  };
  return async (method, params, name) => {
    const headers = ["mcp-protocol-version: 2026-07-28", `mcp-method: ${method}`];
    if (name) headers.push(`mcp-name: ${name}`);
    return (await post<Result>(target, { id: 1, method, params: { ...params, _meta } }, headers)).message;
  };
}

const accepted = (params: unknown): object => ({
  action: "accept",
  content: filled(Object(params).requestedSchema),
});

const clientOf = (ask: Ask): OtherClient => ({
  tools: async () => (await ask("tools/list", {})).tools?.map(({ name }) => name) ?? [],
  call: async (name, args) => JSON.stringify((await ask("tools/call", { name, arguments: args }, name)).content),
  read: async (uri) => JSON.stringify((await ask("resources/read", { uri }, uri)).contents),
  prompt: async (name) => JSON.stringify((await ask("prompts/get", { name }, name)).messages),
  close: async () => {},
});
