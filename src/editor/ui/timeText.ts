import { message } from "../../protocol/message";

/** Date and time to the minute, such as `2026-03-01 14:05`, as the clock on the wall shows it. */
export function timeText(at: number): string {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16).replace("T", " ");
}

/** How long ago something was; uses are noted to the minute. */
export function agoText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return message("approvals.justNow", "just now");
  if (minutes < 120) return message("approvals.minutesAgo", "{count} minutes ago", { count: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? message("approvals.hoursAgo", "{count} hours ago", { count: hours })
    : message("approvals.daysAgo", "{count} days ago", { count: Math.floor(hours / 24) });
}
