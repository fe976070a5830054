import type { DurationSplit } from "../src/protocol/hubEvent";
import { prettyJson } from "../src/protocol/prettyJson";
import { kindNames, type Row } from "./row";
import { dateAndTime, duration } from "./time";

/** One part of an expanded row: a heading, and text that is shown verbatim. */
export interface RowDetail {
  readonly heading: string;
  readonly text: string;
}

/** What an expanded row shows. */
export function rowDetails(row: Row): readonly RowDetail[] {
  if (row.call) return callDetails(row.call);
  if (row.params !== undefined) return [{ heading: "Parameters", text: prettyJson(row.params) || "None" }];
  return [{ heading: "Text", text: row.text }];
}

function callDetails({ args, caller, progress, error, split }: NonNullable<Row["call"]>): readonly RowDetail[] {
  const details: RowDetail[] = [];
  if (error) details.push({ heading: `Error (${error.code})`, text: error.message });
  if (args === undefined)
    details.push({ heading: "Arguments", text: "Unknown: the call started before the first row." });
  else details.push({ heading: "Arguments", text: prettyJson(args) || "None" });
  if (progress?.message) details.push({ heading: "Last progress", text: progress.message });
  const time = split && timeText(split);
  if (time) details.push({ heading: "Time", text: time });
  if (caller) details.push({ heading: "Called from", text: caller.client?.name ?? doorWords[caller.door] });
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
  gateway: "Other program",
} as const;

/** A row as plain text for the clipboard: the visible line, then its details. */
export function copied(row: Row): string {
  const line = [
    dateAndTime(row.at),
    row.server,
    kindNames[row.kind],
    row.call || row.params !== undefined ? firstWords(row) : row.text,
  ];
  const head = line.filter((part) => part).join(" ");
  if (!row.call && row.params === undefined) return head;
  return [head, ...rowDetails(row).map(({ heading, text }) => `${heading}: ${text}`)].join("\n");
}

/** A notification's line names only its method, because its parameters follow in full. */
const firstWords = ({ text, params }: Row): string => (params === undefined ? text : (text.split(" ", 1)[0] ?? text));
