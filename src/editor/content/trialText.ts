import type { SelectionReport, SentRequest, TrialReport } from "../../core/calls/services/serviceDoor";
import { adviceFor } from "../../core/kernel/errorTable";
import { toJson } from "../../core/kernel/json/exactJson";
import { visibleText } from "../../core/kernel/untrusted/visible";
import { cutText, resultText } from "../../core/messages/resultText";
import { codeBlock, codeSpan, escapeMarkdown, table } from "../../core/presentation/markdown";
import { isObject } from "../../protocol/isObject";
import { message, nameOfServer } from "../../protocol/message";

/** What was tried. */
export interface Tried {
  readonly server: string;
  readonly method: string;
  readonly report: TrialReport;
}

/** How much of one result, or of one list of arguments, is shown, in bytes. */
const shownBytes = 256 * 1024;

/** The most requests that are shown whole. */
const shownRequests = 10;

/** What came of a test of a service mapping, as a document: from the row that was tried to the typed result. */
export function trialText({ server, method, report }: Tried): string {
  const { rows, misfit, sent, selections, outcome } = report;
  const named = nameOfServer(server);
  const about = message("trial.title", "{method} on {server}", { method, server: named });
  const more = sent.length - shownRequests;
  return [
    `# ${escapeMarkdown(about)}`,
    outcomeText(outcome),
    `## ${message("trial.rows", "Rows that fit this server")}`,
    rows.length > 0 ? rows.map(rowLine).join("\n") : escapeMarkdown(misfit ?? noRow(), 2000),
    ...(selections.length > 0 ? [`## ${message("trial.selections", "Selections in the last result")}`] : []),
    ...(selections.length > 0 ? [table(selectionHead(), selections.map(selectionRow))] : []),
    ...("value" in outcome
      ? [`## ${message("trial.typed", "Typed result")}`, codeBlock(json(outcome.value, method), "json")]
      : []),
    ...sent.slice(0, shownRequests).map((request, at) => requestText(request, at + 1)),
    ...(more > 0 ? [moreText(more)] : []),
  ]
    .join("\n\n")
    .concat("\n");
}

function outcomeText(outcome: TrialReport["outcome"]): string {
  if ("error" in outcome) {
    const { error } = outcome;
    return `**${message("trial.failed", "It failed ({code}).", { code: escapeMarkdown(error.code) })}** ${escapeMarkdown(adviceFor(error), 4000)}`;
  }
  const { value } = outcome;
  if (!isObject(value) || !Array.isArray(value.items)) return `**${message("trial.works", "It works.")}**`;
  const count = value.items.length;
  const items = count === 1 ? message("trial.oneItem", "1 item") : message("trial.items", "{count} items", { count });
  return value.incomplete === true
    ? `**${message("trial.worksInPart", "It works: {items}, and the server has more that it does not return.", { items })}**`
    : `**${message("trial.worksFor", "It works: {items}.", { items })}**`;
}

const moreText = (count: number): string =>
  count === 1
    ? message("trial.oneMoreRequest", "1 more request is not shown.")
    : message("trial.moreRequests", "{count} more requests are not shown.", { count });

const noRow = (): string => message("trial.noRow", "None was looked for.");

const rowLine = ({ row, tool, resource }: TrialReport["rows"][number], at: number): string => {
  const by = codeSpan(tool ?? resource ?? "");
  return at === 0
    ? `1. ${escapeMarkdown(row)}: ${by}`
    : `${at + 1}. ${escapeMarkdown(row)}: ${by} (${message("trial.fallback", "tried if the server does not know the tools before it")})`;
};

const selectionHead = (): readonly string[] => [
  message("trial.name", "Value"),
  message("trial.selection", "Selection"),
  message("trial.found", "Found"),
  message("trial.stops", "Where it ends"),
];

const selectionRow = ({ name, path, found, of, stops }: SelectionReport): readonly string[] => [
  name,
  path,
  name.startsWith("fields.") ? message("trial.foundOf", "{found} in {of} items", { found, of }) : String(found),
  stops ? message("trial.stopsAt", "{at} is {holds}", { at: stops.at, holds: stops.holds }) : "",
];

function requestText({ tool, args, result, error }: SentRequest, number: number): string {
  const answer = result
    ? codeBlock(resultText(result, { name: tool, limit: shownBytes }).text)
    : escapeMarkdown(error?.message ?? "", 4000);
  return [
    `## ${message("trial.request", "Request {number}:", { number })} ${codeSpan(tool)}`,
    message("trial.arguments", "Arguments as they were sent:"),
    codeBlock(json(args, tool), "json"),
    message("trial.result", "What came back:"),
    answer,
  ].join("\n\n");
}

const json = (value: unknown, name: string): string =>
  cutText(visibleText(toJson(value, 2) ?? "null"), { name, limit: shownBytes });
