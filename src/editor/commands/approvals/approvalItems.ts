import type { ListedGrant } from "../../../core/calls/approval/grants";
import type { PolicySubject } from "../../../core/calls/approval/policy";
import type { ListedLaunch } from "../../../core/consent/launchConsent";
import { message } from "../../../protocol/message";
import { callerText } from "../../ui/callerText";
import { itemText } from "../../ui/plainText";
import { agoText, timeText } from "../../ui/timeText";

/** That a server may run, as an item of a list. */
export function launchItem({ server, why, since, holds }: ListedLaunch) {
  const what =
    why === "workspace"
      ? message("approvals.launch", "Run {server}", { server })
      : message("approvals.account", "Give {server} the token of your account", { server });
  const where = holds ? spanText(why === "workspace" ? "workspace" : "always") : goneText();
  const detail = [where, message("approvals.since", "since {time}", { time: timeText(since) })].join(" · ");
  return { label: itemText(what), detail };
}

/** A grant as an item of a list: what may be called, by whom, and the times. */
export function approvalItem(grant: ListedGrant, now: number, rests: string | undefined) {
  const isShadowed = grant.holds && rests !== undefined;
  const what = itemText(whatText(grant));
  const who = message("approvals.who", "for {caller}", { caller: itemText(callerText(grant.caller)) });
  return {
    what,
    label: isShadowed ? `$(circle-slash) ${what}` : what,
    description: isShadowed
      ? `${who} · ${message("approvals.rests", "not in effect: {why}", { why: itemText(rests, 300) })}`
      : who,
    detail: approvalTimes(grant, now),
  };
}

/** A tool may be named like a method, so what is not a call of a tool is said in words. */
function whatText({ tool, server, method }: ListedGrant): string {
  if (tool === undefined) return message("approvals.everyTool", "Every tool of {server}", { server });
  switch (method) {
    case "resources/read":
      return message("approvals.read", "Reading resources of {server}", { server });
    case "prompts/get":
      return message("approvals.prompts", "Using prompts of {server}", { server });
    default:
      return message("approvals.tool", "{tool} of {server}", { tool: itemText(tool, 80), server });
  }
}

/** What a policy is asked about a grant. All tools of a server are covered by rules for any tool alone. */
export const subjectOf = ({ server, tool = "*", method = "tools/call", caller }: ListedGrant): PolicySubject => ({
  server,
  tool,
  method,
  caller,
});

/** Since when, until when and where a grant holds, and when it was last used. */
function approvalTimes({ since, until, used, span, holds }: ListedGrant, now: number): string {
  return [
    holds ? spanText(span) : goneText(),
    message("approvals.since", "since {time}", { time: timeText(since) }),
    used === undefined
      ? message("approvals.unused", "never used")
      : message("approvals.used", "last used {time}", { time: agoText(now - used) }),
    until === undefined ? undefined : message("approvals.until", "ends {time}", { time: timeText(until) }),
  ]
    .filter((part) => part !== undefined)
    .join(" · ");
}

const goneText = (): string =>
  message("approvals.gone", "Not in effect: the server's entry has changed or is not in this window");

const spanText = (span: ListedGrant["span"]): string =>
  span === "session"
    ? message("approvals.session", "In this session")
    : span === "workspace"
      ? message("approvals.workspace", "In this workspace")
      : message("approvals.always", "In every window");

const hourMs = 60 * 60_000;

/** When a grant may be made to end, in milliseconds from now; `undefined`: never. */
export const endings = (): readonly { readonly label: string; readonly inMs: number | undefined }[] => [
  { label: message("approvals.inHour", "In one hour"), inMs: hourMs },
  { label: message("approvals.inDay", "In one day"), inMs: 24 * hourMs },
  { label: message("approvals.inWeek", "In one week"), inMs: 7 * 24 * hourMs },
  { label: message("approvals.inMonth", "In 30 days"), inMs: 30 * 24 * hourMs },
  { label: message("approvals.never", "Never"), inMs: undefined },
];
