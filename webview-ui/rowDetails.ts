import type { DurationSplit } from "../src/protocol/hubEvent";
import type { CallContent } from "../src/protocol/panelMessages";
import { prettyJson } from "../src/protocol/prettyJson";
import { kindName, type Row } from "./row";
import { dateAndTime, duration } from "./time";

/** One part of a row's details: a heading, and text that is shown verbatim. */
export interface RowDetail {
  readonly heading: string;
  readonly text: string;
  /** The text may be JSON, and is shown as a tree if it is. */
  readonly isJson?: true;
}

/** What the details of a row say in words. */
export function rowDetails(row: Row): readonly RowDetail[] {
  if (row.call) return callDetails(row.call);
  if (row.exchange) return [];
  if (row.params !== undefined) return [{ heading: "Parameters", text: row.params || "None", isJson: true }];
  return [{ heading: "Text", text: row.text }];
}

function callDetails({ args, caller, thread, error }: NonNullable<Row["call"]>): readonly RowDetail[] {
  const details: RowDetail[] = [];
  if (error) details.push({ heading: `Error (${error.code})`, text: error.message });
  if (args === undefined)
    details.push({ heading: "Arguments", text: "Unknown: the call started before the first row." });
  else details.push({ heading: "Arguments", text: args || "None", isJson: true });
  if (caller) details.push({ heading: "Called from", text: caller.client?.name ?? doorWords[caller.door] });
  if (thread) details.push({ heading: "Thread", text: thread.name });
  return details;
}

/** Where a call's time went; empty if all of it was the server's. */
function timeText({ server, queue, waits, approval }: DurationSplit): string {
  const rest = [
    queue >= 1 && `${duration(queue)} in the queue`,
    waits >= 1 && `${duration(waits)} until it could be sent`,
    approval >= 1 && `not counted: ${duration(approval)} while you were asked`,
  ].filter((part) => part !== false);
  return rest.length === 0 ? "" : [`${duration(server)} at the server`, ...rest].join(", ");
}

/** The doors in words, as the answer to "asked by". */
export const doorWords = {
  chat: "Chat participant",
  agent: "Language model tool",
  command: "Command",
  panel: "Panel",
  "command-line": "Command line",
  module: "Script",
  extension: "Extension",
  gateway: "Other program",
  hub: "MCP Hub itself",
} as const;

/** A row as plain text for the clipboard: the visible line, its details, and the result of a call where it is known. */
export function copied(row: Row, result?: string): string {
  const isPlain = !row.call && row.params === undefined && !row.exchange;
  const line = [dateAndTime(row.at), row.server, kindName(row), isPlain ? row.text : firstWords(row)];
  const head = line.filter((part) => part).join(" ");
  if (isPlain) return head;
  const { split, steps = [] } = row.call ?? {};
  const time = split && timeText(split);
  return [
    head,
    ...rowDetails(row).map(({ heading, text, isJson }) => `${heading}: ${isJson ? prettyJson(text) : text}`),
    ...(time ? [`Time: ${time}`] : []),
    ...(result === undefined ? [] : [`Result: ${result}`]),
    ...steps.map(({ at, text }) => `${dateAndTime(at)} ${text}`),
    ...(row.messages ?? []).map(
      ({ at, direction, kind, method = "", text }) => `${dateAndTime(at)} ${direction} ${kind} ${method}: ${text}`,
    ),
  ].join("\n");
}

/** The result of a call as plain text. */
export function resultText({ parts, more, warning }: CallContent): string {
  const lines = parts.map((part) => (part.kind === "text" ? part.text : `${part.name} (${part.about})`));
  if (more > 0) lines.push(`${more} more not shown`);
  if (warning !== undefined) lines.push(warning);
  return lines.join("\n");
}

/** A notification's line names only its method, because its parameters follow in full. */
const firstWords = ({ text, params }: Row): string => (params === undefined ? text : (text.split(" ", 1)[0] ?? text));
