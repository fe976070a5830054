// An MCP server on stdio that goes to extremes: node test/limits/extremeServer.mjs KIND
import { createInterface } from "node:readline";

const kind = process.argv[2] ?? "";

/** @param {object} message */
const write = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

const object = { type: "object" };
const tool = (/** @type {string} */ name, more = {}) => ({
  name,
  description: `Does ${name}.`,
  inputSchema: object,
  ...more,
});

/** A tree of any depth: a schema that refers to itself. */
const recursive = {
  type: "object",
  properties: { tree: { $ref: "#/$defs/node" } },
  $defs: {
    node: {
      type: "object",
      properties: { name: { type: "string" }, children: { type: "array", items: { $ref: "#/$defs/node" } } },
      required: ["name"],
    },
  },
};

/** As servers describe what a tool takes. */
const described = {
  type: "object",
  properties: Object.fromEntries(
    Array.from({ length: 6 }, (_, i) => [
      `argument${i}`,
      { type: "string", description: "What this argument says, in a sentence as servers usually write it." },
    ]),
  ),
  required: ["argument0"],
};

/** As long as descriptions often are. */
const manyWords =
  "Does what the person asked for, and says what came of it in plain words that others can read. ".repeat(3);

/** A schema that refers to nothing but itself. */
const endless = { type: "object", properties: { a: { $ref: "#/$defs/a" } }, $defs: { a: { $ref: "#/$defs/a" } } };

let changes = 0;
let listed = 0;

/** Every tool that the kinds list. @type {Record<string, () => object[]>} */
const lists = {
  many: () => Array.from({ length: 5000 }, (_, i) => tool(`tool${i}`, { inputSchema: recursive })),
  described: () => [
    tool("touch"),
    tool("lists"),
    tool("storm"),
    ...Array.from({ length: 5000 }, (_, i) =>
      tool(`tool${i}`, { description: `${manyWords} tool${i}`, inputSchema: described }),
    ),
    tool("last", { description: `Changed ${changes} times.` }),
  ],
  pages: () => ["a", "b", "c"].map((name) => tool(name, { outputSchema: { type: "object", required: [name] } })),
  changing: () => Array.from({ length: 20 }, (_, i) => tool(`tool${i}v${changes}`)),
  schemas: () => [
    tool("recursive", { inputSchema: recursive, outputSchema: recursive }),
    tool("endless", { inputSchema: endless }),
    tool("uncompilable", { inputSchema: { type: "object", properties: { a: { $ref: "#/nowhere" } } } }),
    tool("uncompilableOutput", { outputSchema: { type: "object", $ref: "#/nowhere" } }),
    tool("remote", { inputSchema: { type: "object", properties: { a: { $ref: process.argv[3] } } } }),
    tool("remoteOutput", { outputSchema: { type: "object", properties: { a: { $ref: process.argv[3] } } } }),
  ],
  duplicates: () => [
    tool("same", { description: "The first." }),
    tool("same", { description: "The second." }),
    tool("other"),
  ],
};
const tools = () => lists[kind]?.() ?? [tool("large"), tool("storm"), tool("wide")];

/** @param {any} message */
function answer({ id, method, params = {} }) {
  switch (method) {
    case "initialize":
      return write({
        id,
        result: {
          protocolVersion: params.protocolVersion,
          capabilities: { tools: { listChanged: true } },
          serverInfo: { name: "extreme", version: "1.0.0" },
        },
      });
    case "tools/list": {
      const all = tools();
      listed++;
      if (kind !== "pages") return write({ id, result: { tools: all } });
      const page = Number(params.cursor ?? 0);
      const nextCursor = page < all.length - 1 ? { nextCursor: String(page + 1) } : {};
      return write({ id, result: { tools: all.slice(page, page + 1), ...nextCursor } });
    }
    case "tools/call":
      return void call(id, params.name, params.arguments ?? {});
    case "ping":
      return write({ id, result: {} });
    default:
      return write({ id, error: { code: -32601, message: "Method not found" } });
  }
}

/**
 * @param {unknown} id
 * @param {string} name
 * @param {any} args
 */
async function call(id, name, args) {
  if (name === "storm") {
    for (let i = 0; i < args.count; i++) {
      write({ method: "notifications/message", params: { level: "info", logger: "storm", data: `line ${i}` } });
      if (i % 100 === 99) await new Promise((resolve) => setTimeout(resolve, (1000 / args.count) * 100));
    }
  }
  if (name === "touch") {
    if (args.changing) changes++;
    write({ method: "notifications/tools/list_changed" });
  }
  const said = (/** @type {string} */ text) => ({
    content: [{ type: "text", text }],
    structuredContent: { tree: { name: text } },
  });
  if (name === "large") {
    process.stdout.write(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[{"type":"text","text":"`);
    const part = "0123456789abcdef ".repeat(65_536 / 16);
    for (let left = args.bytes; left > 0; left -= part.length)
      await new Promise((resolve) => process.stdout.write(part.slice(0, left), resolve));
    process.stdout.write('"}]}}\n');
    return;
  }
  if (name === "wide") {
    const rows = Array.from({ length: args.rows }, (_, i) => ({
      id: i,
      name: `row ${i}`,
      tags: ["a", "b"],
      size: i / 3,
    }));
    write({ id, result: { content: [], structuredContent: { rows } } });
    return;
  }
  write({ id, result: said(name === "lists" ? String(listed) : name) });
}

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const message = JSON.parse(line);
    if (message.id !== undefined) answer(message);
    if (message.method !== "notifications/initialized" || kind !== "changing") return;
    const timer = setInterval(() => {
      changes++;
      write({ method: "notifications/tools/list_changed" });
      if (changes === 100) clearInterval(timer);
    }, 20);
  })
  .on("close", () => process.exit(0));
