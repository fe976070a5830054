import type { CatalogPart } from "../../core/catalog/catalog";
import { safeJson } from "../../core/redact";
import type { LogLevel } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";
import type { Said } from "./ears";

/** The eight levels of `notifications/message` (RFC 5424) in the hub's four. */
const levels: Readonly<Record<string, LogLevel>> = {
  debug: "debug",
  info: "info",
  notice: "info",
  warning: "warning",
  error: "error",
  critical: "error",
  alert: "error",
  emergency: "error",
};

const parts: Readonly<Record<string, CatalogPart>> = {
  "notifications/tools/list_changed": "tools",
  "notifications/resources/list_changed": "resources",
  "notifications/prompts/list_changed": "prompts",
};

/** The longest log message that is passed on, in characters. */
const longest = 8000;

/** Tells what a server's notification means, then the notification itself. */
export function tellNotification(events: Said, method: string, params: unknown): void {
  if (method === "notifications/message") tellLog(events, params);
  const part = parts[method];
  if (part) events.changed(part);
  events.notification(method, params);
}

function tellLog(events: Said, params: unknown): void {
  if (!isObject(params)) return;
  const { level, logger, data } = params;
  const words = typeof data === "string" ? data.slice(0, longest) : safeJson(data, longest);
  const text = typeof logger === "string" && logger !== "" ? `[${logger.slice(0, 100)}] ${words}` : words;
  events.log(levels[typeof level === "string" ? level : ""] ?? "info", "server", text);
}
