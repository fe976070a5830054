import type { DurationSplit } from "../src/protocol/hubEvent";
import { message } from "../src/protocol/message";
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
  if (row.params !== undefined)
    return [
      {
        heading: message("page.rowDetails.parameters", "Parameters"),
        text: row.params || message("page.rowDetails.none", "None"),
        isJson: true,
      },
    ];
  return [{ heading: message("page.rowDetails.text", "Text"), text: row.text }];
}

function callDetails({ args, caller, thread, error }: NonNullable<Row["call"]>): readonly RowDetail[] {
  const details: RowDetail[] = [];
  if (error)
    details.push({
      heading: message("page.rowDetails.errorCode", "Error ({code})", { code: error.code }),
      text: error.message,
    });
  if (args === undefined)
    details.push({
      heading: message("page.rowDetails.arguments", "Arguments"),
      text: message("page.rowDetails.unknownTheCallStartedBefore", "Unknown: the call started before the first row."),
    });
  else
    details.push({
      heading: message("page.rowDetails.arguments", "Arguments"),
      text: args || message("page.rowDetails.none", "None"),
      isJson: true,
    });
  if (caller)
    details.push({
      heading: message("page.rowDetails.calledFrom", "Called from"),
      text: caller.client?.name ?? doorWords[caller.door],
    });
  if (thread) details.push({ heading: message("page.rowDetails.thread", "Thread"), text: thread.name });
  return details;
}

/** Where a call's time went; empty if all of it was the server's. */
function timeText({ server, queue, waits, approval }: DurationSplit): string {
  const rest = [
    queue >= 1 && message("page.rowDetails.queueInTheQueue", "{queue} in the queue", { queue: duration(queue) }),
    waits >= 1 &&
      message("page.rowDetails.waitsUntilItCouldBe", "{waits} until it could be sent", { waits: duration(waits) }),
    approval >= 1 &&
      message("page.rowDetails.notCountedApprovalWhileYou", "not counted: {approval} while you were asked", {
        approval: duration(approval),
      }),
  ].filter((part) => part !== false);
  return rest.length === 0
    ? ""
    : [
        message("page.rowDetails.serverAtTheServer", "{server} at the server", { server: duration(server) }),
        ...rest,
      ].join(", ");
}

/** The doors in words, as the answer to "asked by". */
export const doorWords = {
  chat: message("page.rowDetails.chatParticipant", "Chat participant"),
  agent: message("page.rowDetails.languageModelTool", "Language model tool"),
  command: message("page.rowDetails.command", "Command"),
  panel: message("page.rowDetails.panel", "Panel"),
  "command-line": message("page.rowDetails.commandLine", "Command line"),
  module: message("page.rowDetails.script", "Script"),
  extension: message("page.rowDetails.extension", "Extension"),
  gateway: message("page.rowDetails.otherProgram", "Other program"),
  hub: message("page.rowDetails.mcpHubItself", "MCP Hub itself"),
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
    ...(time ? [message("page.rowDetails.time", "Time: {time}", { time })] : []),
    ...(result === undefined ? [] : [message("page.rowDetails.result", "Result: {result}", { result })]),
    ...steps.map(({ at, text }) => `${dateAndTime(at)} ${text}`),
    ...(row.messages ?? []).map(
      ({ at, direction, kind, method = "", text }) => `${dateAndTime(at)} ${direction} ${kind} ${method}: ${text}`,
    ),
  ].join("\n");
}

/** The result of a call as plain text. */
export function resultText({ parts, more, warning }: CallContent): string {
  const lines = parts.map((part) => (part.kind === "text" ? part.text : `${part.name} (${part.about})`));
  if (more > 0) lines.push(message("page.rowDetails.moreMoreNotShown", "{more} more not shown", { more }));
  if (warning !== undefined) lines.push(warning);
  return lines.join("\n");
}

/** A notification's line names only its method, because its parameters follow in full. */
const firstWords = ({ text, params }: Row): string => (params === undefined ? text : (text.split(" ", 1)[0] ?? text));
