// A server whose tools answer in odd ways: the name of the tool says how. JSON-RPC by hand, over any transport; as a program over stdio.
import { createInterface } from "node:readline";

const head = '"jsonrpc":"2.0"';
const text = '{"content":[{"type":"text","text":"fine"}]}';

/**
 * How each tool answers; `id` is that of the request, as JSON.
 *
 * @type {Readonly<Record<string, (id: string) => string>>}
 */
export const oddAnswers = {
  plain: (id) => `{${head},"id":${id},"result":${text}}`,
  nullError: (id) => `{${head},"id":${id},"result":${text},"error":null}`,
  noVersion: (id) => `{"id":${id},"result":${text}}`,
  idAsText: (id) => `{${head},"id":"${id}","result":${text}}`,
  withMethod: (id) => `{${head},"id":${id},"method":"tools/call","result":${text}}`,
  nullMeta: (id) => `{${head},"id":${id},"result":{"content":[{"type":"text","text":"fine"}],"_meta":null}}`,
  batch: (id) => `[7,{${head},"id":${id},"result":${text}}]`,
  twoOnALine: (id) => `{${head},"method":"notifications/x"}{${head},"id":${id},"result":${text}}`,
  textError: (id) => `{${head},"id":${id},"error":"no such city"}`,
  nullMessage: (id) => `{${head},"id":${id},"error":{"code":-32000,"message":null,"data":"no such city"}}`,
  textCode: (id) => `{${head},"id":${id},"error":{"code":"E_CITY","message":"no such city"}}`,
  errorOfNobody: () => `{${head},"id":null,"error":{"code":-32602,"message":"no such city"}}`,
  errorWithoutId: () => `{${head},"error":{"code":-32602,"message":"no such city"}}`,
  nothing: (id) => `{${head},"id":${id}}`,
  nullResult: (id) => `{${head},"id":${id},"result":null}`,
  listResult: (id) => `{${head},"id":${id},"result":[1]}`,
  nullBoth: (id) => `{${head},"id":${id},"result":null,"error":null}`,
  cutOff: (id) => `{${head},"id":${id},"result":{"content":[{"type":"text","text":"fi`,
  notANumber: (id) => `{${head},"id":${id},"result":{"content":[],"structuredContent":{"n":NaN}}}`,
};

const info = { capabilities: { tools: {} }, serverInfo: { name: "odd", version: "1" } };
const modern = { ...info, resultType: "complete", supportedVersions: ["2026-07-28"], ttlMs: 0, cacheScope: "private" };

/**
 * The answer to a message, as it goes over the wire; `undefined` for a notification.
 *
 * @param {{ id?: string | number, method?: string, params?: any }} message
 * @param {boolean} isModern
 */
export function oddAnswer({ id, method, params }, isModern = false) {
  if (id === undefined || method === undefined) return undefined;
  const result = (/** @type {object} */ value) => JSON.stringify({ jsonrpc: "2.0", id, result: value });
  if (method === "initialize") return result({ protocolVersion: "2025-06-18", ...info });
  if (method === "server/discover" && isModern) return result(modern);
  if (method === "tools/list")
    return result({
      resultType: "complete",
      ttlMs: 0,
      cacheScope: "private",
      tools: Object.keys(oddAnswers).map((name) => ({ name, inputSchema: { type: "object" } })),
    });
  if (method === "tools/call") return oddAnswers[params.name]?.(JSON.stringify(id));
  if (method === "ping") return `{${head},"id":${JSON.stringify(id)},"result":null}`;
  return `{${head},"id":${JSON.stringify(id)},"error":{"code":-32601,"message":"Method not found"}}`;
}

if (process.argv[1]?.endsWith("oddServer.mjs"))
  createInterface({ input: process.stdin }).on("line", (line) => {
    const answer = oddAnswer(JSON.parse(line));
    if (answer !== undefined) process.stdout.write(`${answer}\n`);
  });
