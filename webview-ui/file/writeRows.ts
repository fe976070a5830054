import { msOf, outcomeOf } from "../columns";
import { nameOf } from "../filter";
import type { Row } from "../row";

/** The version of the files that are written here. Another one may have other rows. */
export const fileVersion = 1;

/**
 * Rows as a document in the shape of an HTTP archive (HAR 1.2), with what only the hub knows in keys of its own. Each entry names its messages
 * by their numbers; the host puts the messages in. All of it was redacted where it entered the stream of events.
 */
export function writeRows(rows: readonly Row[]): string {
  return JSON.stringify({
    log: {
      version: "1.2",
      creator: { name: "mcp-client-hub", version: String(fileVersion) },
      _mcpClientHub: { version: fileVersion },
      entries: rows.map(entryOf),
    },
  });
}

function entryOf(row: Row) {
  const { messages = [], ...rest } = row;
  const http = messages.findLast((message) => message.http?.status !== undefined)?.http;
  const sent = messages.find(({ direction }) => direction === "sent");
  const bytes = (direction: string) =>
    messages.reduce((sum, message) => sum + (message.direction === direction ? message.bytes : 0), 0);
  const split = row.call?.split;
  return {
    startedDateTime: new Date(row.at).toISOString(),
    time: msOf(row) ?? 0,
    request: {
      method: nameOf(row) ?? row.kind,
      url: `mcp://${encodeURIComponent(row.server ?? "hub")}`,
      httpVersion: "",
      cookies: [],
      headers: pairs(sent?.http?.headers),
      queryString: [],
      headersSize: -1,
      bodySize: bytes("sent"),
    },
    response: {
      status: http?.status ?? 0,
      statusText: outcomeOf(row) ?? "",
      httpVersion: "",
      cookies: [],
      headers: pairs(http?.headers),
      content: { size: bytes("received"), mimeType: "application/json" },
      redirectURL: "",
      headersSize: -1,
      bodySize: bytes("received"),
    },
    cache: {},
    timings: {
      blocked: split ? split.queue + split.waits : -1,
      send: 0,
      wait: split?.server ?? msOf(row) ?? 0,
      receive: 0,
    },
    _row: rest,
    _messages: messages.map(({ seq }) => seq),
  };
}

const pairs = (headers: Readonly<Record<string, string>> = {}) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));
