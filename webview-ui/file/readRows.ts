import { isObject } from "../../src/protocol/isObject";
import { message } from "../../src/protocol/message";
import { levels } from "../filter";
import { kindLabels, type MessageOfRow, perRowLimit, type Row, type SwitchableKind } from "../row";
import { allRowsLimit } from "../shelves";
import { type Fields, isText, isTime, numberOf, optional } from "./fields";
import { readCall } from "./readCall";
import { fileVersion } from "./writeRows";

/** What a file holds, or a sentence that says why it cannot be shown. */
export type ReadFile = { readonly rows: readonly Row[]; readonly skipped: number } | { readonly problem: string };

/** Reads a file that `writeRows` wrote, or that somebody else made to look like it: nothing in it is believed. */
export function readRows(text: string): ReadFile {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return {
      problem: message(
        "page.readRows.theFileIsNotJson",
        "The file is not JSON. Choose a file that this panel exported.",
      ),
    };
  }
  const log = isObject(read) && isObject(read.log) ? read.log : undefined;
  const own = log && isObject(log._mcpClientHub) ? log._mcpClientHub : undefined;
  if (!log || !own || !Array.isArray(log.entries))
    return {
      problem: message(
        "page.readRows.theFileHoldsNoActivity",
        "The file holds no activity of MCP Hub. Choose a file that this panel exported.",
      ),
    };
  if (own.version !== fileVersion)
    return {
      problem: message(
        "page.readRows.theFileHasVersionVersion",
        "The file has version {version}, and this panel reads version {fileVersion}.",
        { version: String(own.version).slice(0, 20), fileVersion },
      ),
    };
  const entries = log.entries.slice(-allRowsLimit);
  const rows = entries.flatMap((entry: unknown, index) => readRow(entry, index + 1) ?? []);
  return { rows, skipped: log.entries.length - rows.length };
}

/** Rows of a file get new numbers, so that they are in order whatever the file says. */
function readRow(entry: unknown, id: number): Row | undefined {
  if (!isObject(entry) || !isObject(entry._row)) return undefined;
  const { at, kind, level, server, text, call, exchange, params } = entry._row;
  const known = typeof kind === "string" && (kind === "gap" || Object.hasOwn(kindLabels, kind));
  const urgency = levels.find((one) => one === level);
  if (!isTime(at) || !known || !urgency || typeof text !== "string") return undefined;
  const ofCall = isObject(call) ? readCall(call) : undefined;
  if (call !== undefined && !ofCall) return undefined;
  const messages = Array.isArray(entry._messages) ? entry._messages.slice(0, perRowLimit).flatMap(messageOf) : [];
  return {
    id,
    at,
    kind: kind as SwitchableKind | "gap",
    level: urgency,
    text,
    ...optional("server", server, isText),
    ...optional("params", params, isText),
    ...(ofCall && { call: ofCall }),
    ...(isObject(exchange) && isText(exchange.method) && { exchange: exchangeOf(exchange, exchange.method) }),
    ...(messages.length > 0 && { messages }),
  };
}

const exchangeOf = ({ outcome, ms }: Fields, method: string): NonNullable<Row["exchange"]> => ({
  method,
  ...((outcome === "ok" || outcome === "failed") && { outcome }),
  ...optional("ms", ms, isTime),
});

function messageOf(value: unknown): MessageOfRow[] {
  if (!isObject(value)) return [];
  const { seq, at, direction, kind, method, text, bytes, truncated, http } = value;
  const kinds = ["request", "response", "error", "notification"] as const;
  const known = kinds.find((one) => one === kind);
  if (!isTime(at) || !known || !isText(text) || (direction !== "sent" && direction !== "received")) return [];
  const headers = isObject(http) && isObject(http.headers) ? Object.entries(http.headers).slice(0, 100) : undefined;
  return [
    {
      seq: numberOf(seq),
      at,
      direction,
      kind: known,
      text,
      bytes: numberOf(bytes),
      ...optional("method", method, isText),
      ...(truncated === true && { truncated }),
      ...(isObject(http) &&
        headers && {
          http: {
            headers: Object.fromEntries(headers.map(([name, inner]) => [name, String(inner)])),
            ...optional("status", http.status, isTime),
          },
        }),
    },
  ];
}
