import { verdictText } from "../../core/audit/verdictText";
import type { LogCheck } from "../../core/audit/verifyLog";
import type { Options } from "../../core/config/schema/settings";
import { codeSpan, escapeMarkdown, table } from "../../core/presentation/markdown";
import { message, nameOfServer } from "../../protocol/message";

export interface ShownAudit {
  readonly mode: Options["audit"];
  readonly folder: string;
  readonly checks: readonly LogCheck[];
  /** Newest first. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly ownKey: string | undefined;
}

/** The audit as a document: whether it is intact, then the latest records as a table. */
export function auditText({ mode, folder, checks, records, ownKey }: ShownAudit): string {
  const judgments = checks.map(({ name, verdict }) => {
    const [judgment = "", ...details] = verdictText(name, verdict, ownKey);
    return [`- **${escapeMarkdown(judgment)}**`, ...details.map((text) => `  - ${escapeMarkdown(text)}`)].join("\n");
  });
  return [
    `# ${message("audit.title", "MCP Hub: audit")}`,
    modeText(mode),
    ...(judgments.length > 0 ? [judgments.join("\n")] : [message("audit.none", "Nothing has been recorded yet.")]),
    message("audit.where", "The files are in {folder}.", { folder: codeSpan(folder) }),
    ...(records.length > 0 ? [`## ${message("audit.latest", "Latest records")}`, table(head(), records.map(row))] : []),
  ]
    .join("\n\n")
    .concat("\n");
}

function modeText(mode: Options["audit"]): string {
  switch (mode) {
    case "off":
      return message("audit.isOff", "Nothing is recorded now: the setting `mcpHub.audit` is `off`.");
    case "batched":
      return message("audit.isBatched", "Records are written a few times a second.");
    case "required":
      return message("audit.isRequired", "A call is refused if its record cannot be written before it is sent.");
  }
}

const head = (): readonly string[] => [
  message("audit.number", "No."),
  message("audit.time", "Time"),
  message("audit.what", "What"),
  message("audit.server", "Server"),
  message("audit.tool", "Tool"),
  message("audit.who", "Who"),
  message("audit.decision", "Decision"),
  message("audit.outcome", "Outcome"),
];

function row(record: Readonly<Record<string, unknown>>): readonly string[] {
  const { server, rule, source } = record;
  const where = [source, rule].filter(isShown).join(", ");
  const rest = ["outcome", "answer", "error", "state", "status", "values", "message"].flatMap((key) =>
    isShown(record[key]) ? [String(record[key])] : [],
  );
  return [
    text(record.seq),
    text(record.time),
    text(record.type),
    typeof server === "string" ? nameOfServer(server) : text(record.log),
    text(record.tool ?? record.kind),
    text(record.client ?? record.door),
    isShown(rule) ? `${text(record.decision)} (${where})` : text(record.decision),
    rest.join(", "),
  ];
}

const isShown = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

const text = (value: unknown): string => (isShown(value) ? String(value) : "");
