import type { ApprovalAnswer } from "../../core/calls/approval/grants";
import type { DecidingRule } from "../../core/calls/approval/policy";
import { ruleText } from "../../core/calls/approval/ruling";
import type { ToolCall } from "../../core/calls/toolCall";
import type { Tool } from "../../core/catalog/catalog";
import { safeLine } from "../../core/kernel/redact";
import { shownArguments } from "../../core/presentation/shownArguments";
import { type Caller, isUnproven } from "../../protocol/caller";
import { message } from "../../protocol/message";
import { callerText } from "../ui/callerText";
import {
  allowOnceLabel,
  denyLabel,
  denyPlaceholder,
  type Item,
  type QuestionView,
  type Section,
  serverName,
  textItems,
} from "./questionView";

/**
 * The question whether a call may run. The arguments are shown as they will be sent, with nothing masked; while they are cut here,
 * nothing can be allowed until they `wereShown` in full.
 */
export function approvalView(
  call: ToolCall,
  tool: Tool,
  label: string,
  wereShown: boolean,
  warnings: readonly string[] = [],
): QuestionView<ApprovalAnswer> {
  const args = shownArguments(call.args);
  const isHeld = args.isCut && !wereShown;
  const { askedBy } = call;
  const isAskedEachTime = askedBy?.source === "organization";
  const { caller } = call;
  const careful = isUnproven(caller) ? [unprovenText(caller), ...warnings] : warnings;
  const about = safeLine(tool.description || tool.title || "", 600);
  return {
    title: titleOf(call, label),
    placeholder: isHeld
      ? message("approval.placeholderCut", "The arguments are cut: show all of them before you allow this call")
      : denyPlaceholder(),
    sections: [
      { items: [deny(), ...(isHeld ? [] : [allowOnce()]), ...(args.lines.length > 0 ? [showAll()] : [])] },
      ...(askedBy ? [{ title: message("approval.askedBy", "Why you are asked"), items: ruleItems(askedBy) }] : []),
      ...(careful.length === 0
        ? []
        : [
            {
              title: message("approval.careful", "Be careful"),
              items: careful.flatMap((text) => textItems(safeLine(text, 300), 3)),
            },
          ]),
      argumentSection(args.lines),
      // An answer for longer would not hold: this question is asked whatever was allowed before.
      ...(isHeld || isAskedEachTime || call.askedBecause !== undefined
        ? []
        : [{ title: message("approval.longer", "Allow for longer"), items: grantItems(call, label) }]),
      ...(about === "" ? [] : [{ title: message("approval.about", "About the tool"), items: textItems(about, 8) }]),
    ],
  };
}

/** The rule that wants the question, and what its author says of it. */
function ruleItems(rule: DecidingRule): readonly Item<never>[] {
  const text =
    rule.source === "organization"
      ? message("approval.askedEachTime", "Because of {rule}: each time.", { rule: ruleText(rule) })
      : message("approval.askedByRule", "Because of {rule}.", { rule: ruleText(rule) });
  return [text, ...(rule.reason === undefined ? [] : [safeLine(rule.reason)])].flatMap((line) => textItems(line, 3));
}

function titleOf(call: ToolCall, label: string): string {
  const values = { server: serverName(call.server, label), caller: callerText(call.caller) };
  switch (call.method) {
    case "resources/read":
      return message("approval.read", "Read a resource of the MCP server {server} for {caller}?", values);
    case "prompts/get":
      return message("approval.prompt", "Use a prompt of the MCP server {server} for {caller}?", values);
    default:
      return message("approval.title", 'Run the tool "{tool}" of the MCP server {server} for {caller}?', {
        ...values,
        tool: safeLine(call.tool, 100),
      });
  }
}

const deny = (): Item<ApprovalAnswer> => ({
  label: denyLabel(),
  answer: { allow: false },
});

const allowOnce = (): Item<ApprovalAnswer> => ({
  label: allowOnceLabel(),
  answer: { allow: true, span: "once", what: "tool" },
});

const showAll = (): Item<never> => ({
  label: message("approval.showAll", "Show All Arguments…"),
  look: true,
});

const argumentSection = (lines: readonly { readonly name: string; readonly value: string }[]): Section<never> => ({
  title: message("approval.arguments", "Arguments"),
  items:
    lines.length === 0
      ? [{ label: message("approval.noArguments", "Without arguments.") }]
      : lines.map(({ name, value }) => ({ label: name, description: value })),
});

const hourMs = 60 * 60_000;

const forSession = () =>
  [
    message("approval.session", "Allow in This Session"),
    message("approval.sessionEnd", "until the window closes or reloads"),
    { span: "session" },
  ] as const;

const spansForAll = () =>
  [
    [
      message("approval.hour", "Allow for One Hour"),
      message("approval.hourEnd", "in this workspace"),
      { span: "workspace", forMs: hourMs },
    ],
    forSession(),
    [
      message("approval.workspace", "Allow in This Workspace"),
      message("approval.workspaceEnd", "until the server's entry changes"),
      { span: "workspace" },
    ],
    [
      message("approval.always", "Always Allow"),
      message("approval.alwaysEnd", "in every window, until the server's entry changes"),
      { span: "always" },
    ],
  ] as const;

/** What nobody can prove is remembered for the session at most. */
const spansForUnproven = () =>
  [
    [
      message("approval.hour", "Allow for One Hour"),
      message("approval.hourOfSession", "or until the window closes or reloads"),
      { span: "session", forMs: hourMs },
    ],
    forSession(),
  ] as const;

const unprovenText = (caller: Caller): string =>
  message("approval.unproven", "VS Code cannot prove which extension asks. This is {caller}.", {
    caller: callerText(caller),
  });

/** What can be allowed for longer: this tool first, then every tool of the server. */
function grantItems({ tool, caller }: ToolCall, server: string): readonly Item<ApprovalAnswer>[] {
  const spans = isUnproven(caller) ? spansForUnproven() : spansForAll();
  const subjects = [
    ["tool", safeLine(tool, 80)],
    ["server", message("approval.everyTool", "every tool of {server}", { server: safeLine(server, 80) })],
  ] as const;
  return subjects.flatMap(([what, subject]) =>
    spans.map(([label, description, span]) => ({
      label: `${label}: ${subject}`,
      description,
      answer: { allow: true, ...span, what } as const,
    })),
  );
}
