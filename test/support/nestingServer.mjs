// An MCP server whose messages are nested deeply, each in another place. The call of `nest` names the place, the levels and the shape.
import { createInterface } from "node:readline";

/** @param {string} text */
const say = (text) => process.stdout.write(`${text}\n`);
/** @param {object} message */
const send = (message) => say(JSON.stringify({ jsonrpc: "2.0", ...message }));

/** JSON text of so many levels: `JSON.stringify` could not write it. @type {(levels: number, shape: string) => string} */
const nested = (levels, shape) =>
  shape === "list" ? `${"[".repeat(levels)}1${"]".repeat(levels)}` : `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
/** A schema of so many levels. @param {number} levels */
const nestedSchema = (levels) => `${'{"type":"object","properties":{"a":'.repeat(levels)}{}${"}}".repeat(levels)}`;

let asked = 0;
/** @type {(method: string, params: string) => unknown} */
const request = (method, params) => say(`{"jsonrpc":"2.0","id":"s${++asked}","method":"${method}","params":${params}}`);
/** @type {(method: string, params: string) => unknown} */
const notify = (method, params) => say(`{"jsonrpc":"2.0","method":"${method}","params":${params}}`);
const text = `{"type":"text","text":"deep"}`;

/**
 * What is sent for each place, before the answer of the call or as it. `deep` and `schema`: JSON text.
 *
 * @type {Record<string, (id: unknown, deep: string, schema: string) => unknown>}
 */
const places = {
  content: (id, deep) => say(`{"jsonrpc":"2.0","id":${id},"result":{"content":[${text}],"x":${deep}}}`),
  part: (id, deep) =>
    say(`{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"deep","x":${deep}},${deep}]}}`),
  list: (id, deep) => say(`{"jsonrpc":"2.0","id":${id},"result":{"content":${deep}}}`),
  structured: (id, deep) =>
    say(`{"jsonrpc":"2.0","id":${id},"result":{"content":[${text}],"structuredContent":{"x":${deep}}}}`),
  meta: (id, deep) => say(`{"jsonrpc":"2.0","id":${id},"result":{"content":[${text}],"_meta":{"x":${deep}}}}`),
  result: (id, deep) => say(`{"jsonrpc":"2.0","id":${id},"result":${deep}}`),
  integers: (id, deep) =>
    say(
      `{"jsonrpc":"2.0","id":${id},"result":{"content":[${text}],"structuredContent":{"n":12345678901234567890,"x":${deep}}}}`,
    ),
  error: (id, deep) => say(`{"jsonrpc":"2.0","id":${id},"error":{"code":-32000,"message":"deep","data":${deep}}}`),
  errorMessage: (id, deep) => say(`{"jsonrpc":"2.0","id":${id},"error":{"message":${deep}}}`),
  errorItself: (id, deep) => say(`{"jsonrpc":"2.0","id":${id},"error":${deep}}`),
  ids: (_, deep) => say(`{"jsonrpc":"2.0","id":${deep},"result":{}}`),
  broken: (id, deep) => say(`{"jsonrpc":"2.0","id":${id},"result":${deep}`),
  whole: (_, deep) => say(deep),
  batch: (_, deep) => say(`[${deep},{"jsonrpc":"2.0","method":"x","params":${deep}}]`),
  method: (_, deep) => say(`{"jsonrpc":"2.0","method":${deep}}`),
  log: (_, deep) => notify("notifications/message", `{"level":"error","data":${deep}}`),
  logOther: (_, deep) => notify("notifications/message", `{"level":${deep},"logger":${deep},"data":"a"}`),
  progress: (_, deep) => notify("notifications/progress", `{"progressToken":${deep},"progress":1,"message":${deep}}`),
  cancelled: (_, deep) => notify("notifications/cancelled", `{"requestId":${deep},"reason":${deep}}`),
  updated: (_, deep) => notify("notifications/resources/updated", `{"uri":${deep},"_meta":${deep}}`),
  unknownNotification: (_, deep) => notify("notifications/unknown", `{"x":${deep}}`),
  taskStatus: (_, deep) => notify("notifications/tasks/status", `{"taskId":"1","status":${deep},"x":${deep}}`),
  listChanged: (_, deep) => notify("notifications/tools/list_changed", `{"_meta":${deep}}`),
  roots: (_, deep) => request("roots/list", `{"_meta":{"x":${deep}}}`),
  ping: (_, deep) => request("ping", deep),
  unknownRequest: (_, deep) => request("unknown/thing", `{"x":${deep}}`),
  form: (_, deep, schema) =>
    request("elicitation/create", `{"message":"deep","requestedSchema":${schema},"_meta":{"x":${deep}}}`),
  url: (_, deep) => request("elicitation/create", `{"mode":"url","message":"deep","elicitationId":"1","url":${deep}}`),
  sampling: (_, deep) =>
    request(
      "sampling/createMessage",
      `{"messages":[{"role":"user","content":{"type":"text","text":"a","x":${deep}}}],"maxTokens":1,"metadata":${deep}}`,
    ),
  samplingTools: (_, deep, schema) =>
    request(
      "sampling/createMessage",
      `{"messages":[{"role":"user","content":${deep}}],"maxTokens":1,"tools":[{"name":"a","inputSchema":${schema}}]}`,
    ),
  task: (_, deep) => request("sampling/createMessage", `{"messages":[],"maxTokens":1,"task":{"ttl":1000,"x":${deep}}}`),
};

/** @type {(name: string, more: string) => string} */
const tool = (name, more) => `{"name":"${name}","inputSchema":{"type":"object"},"description":"deep"${more}}`;
const levels = Number(process.env.LEVELS ?? 0);

/** @type {Record<string, (id: unknown, params: any) => unknown>} */
const answers = {
  initialize: (id, { protocolVersion }) =>
    say(
      `{"jsonrpc":"2.0","id":${id},"result":{"protocolVersion":"${protocolVersion}","capabilities":{"tools":{"listChanged":true},"prompts":{},"resources":{"subscribe":true},"logging":{},"experimental":{"x":{"y":${nested(levels, "object")}}}},"serverInfo":{"name":"nesting","version":"1","x":${nested(levels, "object")}},"_meta":{"x":${nested(levels, "list")}}}}`,
    ),
  "tools/list": (id) => {
    const deep = nested(levels, "object");
    const odd =
      levels > 0
        ? [
            tool("schema", `,"annotations":{"x":${deep}},"_meta":{"x":${deep}}`),
            `{"name":"deepSchema","inputSchema":${nestedSchema(levels)},"outputSchema":${nestedSchema(levels)}}`,
            deep,
          ]
        : [];
    say(`{"jsonrpc":"2.0","id":${id},"result":{"tools":[${[tool("nest", ""), ...odd].join(",")}]}}`);
  },
  "prompts/list": (id) =>
    say(`{"jsonrpc":"2.0","id":${id},"result":{"prompts":[{"name":"p","x":${nested(levels, "object")}}]}}`),
  "resources/list": (id) =>
    say(
      `{"jsonrpc":"2.0","id":${id},"result":{"resources":[{"uri":"a:b","name":"r","annotations":{"x":${nested(levels, "object")}}}]}}`,
    ),
  "resources/templates/list": (id) =>
    say(`{"jsonrpc":"2.0","id":${id},"result":{"resourceTemplates":[${nested(levels, "list")}]}}`),
  "tools/call": (id, { name, arguments: args }) => {
    if (name !== "nest") return void send({ id, result: { content: [{ type: "text", text: "called" }] } });
    const { place, count, shape } = args;
    if (place === "places")
      return void send({ id, result: { content: [{ type: "text", text: JSON.stringify(Object.keys(places)) }] } });
    places[place]?.(id, nested(count, shape), nestedSchema(count));
    setTimeout(() => send({ id, result: { content: [{ type: "text", text: "answered" }] } }), 20);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined || method === undefined) continue;
  if (answers[method]) answers[method](id, params ?? {});
  else send({ id, error: { code: -32601, message: "Method not found" } });
}
