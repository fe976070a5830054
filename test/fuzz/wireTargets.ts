import { parseJson, toJson } from "../../src/core/kernel/json/exactJson";
import { answersTo, errorIn, readMessages } from "../../src/mcp/http/responseMessages";
import { SseReader } from "../../src/mcp/http/sseReader";
import { normalizeResult } from "../../src/mcp/normalize/normalizeResult";
import { cleanLine } from "../../src/mcp/stdio/cleanLine";
import { brokenAnswers } from "../../src/mcp/wire/brokenAnswers";
import { LineReader } from "../../src/mcp/wire/lineReader";
import { parseMessage } from "../../src/mcp/wire/messageJson";
import { messagesOf } from "../../src/mcp/wire/messagesOf";
import { secretMask } from "../../src/mcp/wire/secretMask";
import type { Target } from "./fuzz";

const messages = [
  '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"a"}],"structuredContent":{"n":12345678901234567890},"_meta":{}}}',
  '{"jsonrpc":"2.0","id":"x","error":{"code":-32601,"message":"no","data":{"a":[1,2]}}}',
  '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":0.5,"message":"half"}}',
  '[{"jsonrpc":"2.0","id":1,"result":{}},{"jsonrpc":"2.0","method":"ping","id":2}]',
  '{"jsonrpc": "2.0", "id": 3, "result": {"tools": [{"name": "a", "inputSchema": {"type": "object"}',
  "{'jsonrpc': '2.0', 'id': 4, 'result': {}}",
  '{"result":{"resources":[{"uri":"a:b","name":"c","icons":[{"src":"data:image/png;base64,AAAA"}],"annotations":{"audience":["user"]}}]},"id":5}{"id":6,"result":null}',
];

const methods = [
  "tools/list",
  "tools/call",
  "resources/list",
  "resources/read",
  "prompts/get",
  "prompts/list",
  "initialize",
  "server/discover",
];

const isSyntaxError = (error: unknown): boolean => error instanceof SyntaxError;

const mask = secretMask(["s3cret-value"]);

function pushInParts(text: string, push: (part: Buffer) => unknown): void {
  const bytes = Buffer.from(text);
  for (let from = 0, size = 1; from < bytes.length; from += size, size = Math.min(size * 3, 16_384))
    push(bytes.subarray(from, from + size));
}

export const wireTargets: readonly Target[] = [
  { name: "a line of a program", seeds: messages, run: (text) => messagesOf(cleanLine(Buffer.from(text))) },
  {
    name: "a body over HTTP",
    seeds: messages,
    refuses: isSyntaxError,
    run: (text) => {
      const read = readMessages(Buffer.from(text));
      if (!(read instanceof Promise)) answersTo(1, read);
    },
  },
  {
    name: "a refusal over HTTP",
    seeds: messages,
    run: (text) => errorIn(400, text, { jsonrpc: "2.0", id: 1, method: "tools/call" }, true),
  },
  { name: "broken JSON", seeds: messages, run: (text) => brokenAnswers(Buffer.from(text)) },
  {
    name: "a stream of events",
    seeds: [
      "event: message\nid: 1\ndata: {}\n\n",
      "data: a\r\ndata: b\r\n\r\n: comment\n\n",
      "retry: 100\rdata\r\r",
      "\ufeffdata:x\n\n",
    ],
    run: (text) => {
      const reader = new SseReader(
        inputMost,
        () => {},
        () => {},
      );
      pushInParts(text, (part) => reader.push(part));
      reader.dispose();
    },
  },
  {
    name: "a stream of lines",
    seeds: messages.map((message) => `${message}\n`),
    run: (text) => {
      const reader = new LineReader(
        inputMost,
        (line) => messagesOf(line),
        () => {},
      );
      pushInParts(text, (part) => reader.push(part));
      reader.dispose();
    },
  },
  {
    name: "results of every kind",
    seeds: messages,
    run: (text) => {
      const value = parsed(text);
      if (typeof value !== "object" || value === null) return;
      const { result = value } = value as { result?: unknown };
      if (typeof result !== "object" || result === null) return;
      for (const method of methods) normalizeResult(method, result as Record<string, unknown>, method !== "initialize");
      mask.data(result);
    },
  },
  {
    name: "JSON with all digits",
    seeds: messages,
    refuses: isSyntaxError,
    run: (text) => toJson(parseMessage(text)) ?? parseJson(text.slice(0, 200)),
  },
];

const inputMost = 1_000_000;

function parsed(text: string): unknown {
  try {
    return parseMessage(text);
  } catch {
    return undefined; // the other targets look at broken JSON
  }
}
