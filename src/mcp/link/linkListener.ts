import type { CatalogPart } from "../../core/catalog/catalog";
import type { LinkEvents } from "../../core/connection/link";
import type { HubError } from "../../core/kernel/hubError";
import { safeJson } from "../../core/kernel/redact";
import type { LogLevel } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";
import { type SecretMask, secretMask } from "../wire/secretMask";

/** What a line may say at any time of its life. */
export type LinkReports = Omit<LinkEvents, "lost">;

/** Who hears a line: everything until it is closed, its loss once and only after it was open. */
export class LinkListener {
  private phase: "opening" | "open" | "over" = "opening";
  private reason: HubError | undefined;

  constructor(
    private readonly events: LinkEvents,
    /** Stands where text enters events. */
    readonly mask: SecretMask = secretMask(),
  ) {}

  readonly said: LinkReports = {
    changed: (part) => {
      if (this.phase !== "over") this.events.changed(part);
    },
    log: (level, from, text) => {
      if (this.phase !== "over") this.events.log(level, from, this.mask.text(text));
    },
    notification: (method, params) => {
      if (this.phase !== "over") this.events.notification(method, this.mask.data(params));
    },
  };

  get isOpening(): boolean {
    return this.phase === "opening";
  }

  get isOver(): boolean {
    return this.phase === "over";
  }

  /** Why the line is gone; `undefined` while it is not, and when it was closed on purpose. */
  get lostBecause(): HubError | undefined {
    return this.reason;
  }

  opened(): void {
    if (this.phase === "opening") this.phase = "open";
  }

  /** The line is gone by itself. Before it is open that is a failure to open, and whoever opens it reports it. */
  lost(error: HubError): void {
    if (this.phase !== "open") return;
    this.phase = "over";
    this.reason = this.mask.error(error);
    this.events.lost(this.reason);
  }

  close(): void {
    this.phase = "over";
  }
}

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
export function tellNotification(events: LinkReports, method: string, params: unknown): void {
  if (method === "notifications/message") tellLog(events, params);
  const part = parts[method];
  if (part) events.changed(part);
  events.notification(method, params);
}

function tellLog(events: LinkReports, params: unknown): void {
  if (!isObject(params)) return;
  const { level, logger, data } = params;
  const words = typeof data === "string" ? data.slice(0, longest) : safeJson(data, longest);
  const text = typeof logger === "string" && logger !== "" ? `[${logger.slice(0, 100)}] ${words}` : words;
  events.log(levels[typeof level === "string" ? level : ""] ?? "info", "server", text);
}
