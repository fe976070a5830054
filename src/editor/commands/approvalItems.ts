import type { ListedGrant } from "../../core/calls/approval/grants";
import { message } from "../../protocol/message";
import { callerText } from "../ui/callerText";
import { itemText } from "../ui/plainText";

/** A grant as an item of a list: what may be called, by whom, and the times. */
export function approvalItem(grant: ListedGrant, now: number) {
  const { tool, server, caller } = grant;
  const what =
    tool === undefined
      ? message("approvals.everyTool", "Every tool of {server}", { server })
      : message("approvals.tool", "{tool} of {server}", { tool: itemText(tool, 80), server });
  return {
    label: itemText(what),
    description: message("approvals.who", "for {caller}", { caller: itemText(callerText(caller)) }),
    detail: approvalTimes(grant, now),
  };
}

/** Since when, until when and where a grant holds, and when it was last used. */
export function approvalTimes({ since, until, used, span, holds }: ListedGrant, now: number): string {
  return [
    holds
      ? spanText(span)
      : message("approvals.gone", "Does not hold: the server's entry has changed or is not in this window"),
    message("approvals.since", "since {time}", { time: timeText(since) }),
    used === undefined
      ? message("approvals.unused", "never used")
      : message("approvals.used", "last used {time}", { time: agoText(now - used) }),
    until === undefined ? undefined : message("approvals.until", "ends {time}", { time: timeText(until) }),
  ]
    .filter((part) => part !== undefined)
    .join(" · ");
}

const spanText = (span: ListedGrant["span"]): string =>
  span === "session"
    ? message("approvals.session", "In this session")
    : span === "workspace"
      ? message("approvals.workspace", "In this workspace")
      : message("approvals.always", "In every window");

/** Date and time to the minute, such as `2026-03-01 14:05`, as the clock on the wall shows it. */
export function timeText(at: number): string {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16).replace("T", " ");
}

/** Uses are noted to the minute. */
function agoText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return message("approvals.justNow", "just now");
  if (minutes < 120) return message("approvals.minutesAgo", "{count} minutes ago", { count: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? message("approvals.hoursAgo", "{count} hours ago", { count: hours })
    : message("approvals.daysAgo", "{count} days ago", { count: Math.floor(hours / 24) });
}

const hourMs = 60 * 60_000;

/** When a grant may be made to end, in milliseconds from now; `undefined`: never. */
export const endings = (): readonly { readonly label: string; readonly inMs: number | undefined }[] => [
  { label: message("approvals.inHour", "In one hour"), inMs: hourMs },
  { label: message("approvals.inDay", "In one day"), inMs: 24 * hourMs },
  { label: message("approvals.inWeek", "In one week"), inMs: 7 * 24 * hourMs },
  { label: message("approvals.inMonth", "In 30 days"), inMs: 30 * 24 * hourMs },
  { label: message("approvals.never", "Never"), inMs: undefined },
];
