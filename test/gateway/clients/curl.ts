import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type ClientKind, filled, type OtherClient } from "./otherClient";

const run = promisify(execFile);
const limitSeconds = "30";

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
  answers: true,
  startsPrograms: false,
  async open(target) {
    if (!("url" in target)) throw new Error("curl starts no programs.");
    const _meta = {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": { elicitation: { form: {} } },
    };
    const ask: Ask = async (method, params, name) => {
      const headers = [
        "mcp-protocol-version: 2026-07-28",
        `mcp-method: ${method}`,
        ...(name ? [`mcp-name: ${name}`] : []),
      ];
      const { message } = await post(target, { id: 1, method, params: { ...params, _meta } }, headers);
      return message;
    };
    return clientOf(async (method, params, name) => {
      const result = await ask(method, params, name);
      if (!result.inputRequests) return result;
      const answers = Object.entries(result.inputRequests).map(([key, { params }]) => [
        key,
        { action: "accept", content: filled(params?.requestedSchema) },
      ]);
      const { requestState } = result;
      const inputResponses = Object.fromEntries(answers);
      return ask(method, { ...params, inputResponses, ...(requestState && { requestState }) }, name);
    });
  },
};

/** Plain curl with a handshake and a session. It cannot answer a question: that would be a second request while the first one runs. */
export const curlSession: ClientKind = {
  name: "curl, 2025-11-25",
  answers: false,
  startsPrograms: false,
  async open(target) {
    if (!("url" in target)) throw new Error("curl starts no programs.");
    const version = { protocolVersion: "2025-11-25" };
    const params = { ...version, capabilities: {}, clientInfo: { name: "curl", version: "1.0.0" } };
    const { head } = await post(target, { id: 0, method: "initialize", params });
    const [, session = ""] = /^mcp-session-id: (.+?)\r?$/im.exec(head) ?? [];
    const headers = [`mcp-session-id: ${session}`, `mcp-protocol-version: ${version.protocolVersion}`];
    await post(target, { method: "notifications/initialized" }, headers);
    let lastId = 0;
    return clientOf(async (method, params) => {
      const { message } = await post(target, { id: ++lastId, method, params }, headers);
      return message;
    });
  },
};

const clientOf = (ask: Ask): OtherClient => ({
  tools: async () => (await ask("tools/list", {})).tools?.map(({ name }) => name) ?? [],
  call: async (name, args) => JSON.stringify((await ask("tools/call", { name, arguments: args }, name)).content),
  read: async (uri) => JSON.stringify((await ask("resources/read", { uri }, uri)).contents),
  prompt: async (name) => JSON.stringify((await ask("prompts/get", { name }, name)).messages),
  close: async () => {},
});

/** One tool call through the REST API; the tool's output as JSON. */
export async function curlRest(gateway: string, token: string, server: string, tool: string): Promise<string> {
  const { stdout } = await run("curl", [
    ...["--silent", "--show-error", "--max-time", limitSeconds, "--header", `Authorization: Bearer ${token}`],
    ...["--json", JSON.stringify({ server_id: server, tool_name: tool, tool_input: {} })],
    new URL("/api/v1/mcp/chat", gateway).href,
  ]);
  const answer = JSON.parse(stdout);
  if (answer.status !== "success") throw new Error(stdout.slice(0, 500));
  return JSON.stringify(answer.tool_output);
}

async function post(
  { url, token }: { readonly url: string; readonly token?: string | undefined },
  message: object,
  headers: readonly string[] = [],
): Promise<{ readonly head: string; readonly message: Result }> {
  const all = ["accept: application/json, text/event-stream", "content-type: application/json", ...headers];
  if (token !== undefined) all.push(`authorization: Bearer ${token}`);
  const { stdout } = await run(
    "curl",
    [
      ...["--silent", "--show-error", "--max-time", limitSeconds, "--dump-header", "-"],
      ...all.flatMap((header) => ["--header", header]),
      ...["--data-binary", JSON.stringify({ jsonrpc: "2.0", ...message }), url],
    ],
    { maxBuffer: 1 << 26 },
  );
  const end = stdout.indexOf("\r\n\r\n");
  const [head, body] = [stdout.slice(0, end), stdout.slice(end + 4)];
  if (!("id" in message)) return { head, message: {} };
  const text = /^content-type: text\/event-stream/im.test(head) ? lastData(body) : body;
  const { result, error } = JSON.parse(text);
  if (error) throw new Error(JSON.stringify(error));
  return { head, message: result };
}

/** The data of the last event: the answer, after which a stream ends. */
const lastData = (events: string): string =>
  events
    .split(/\r?\n/)
    .filter((line) => line.startsWith("data:") && line.slice(5).trim() !== "")
    .map((line) => line.slice(5).trim())
    .at(-1) ?? "null";
