import type { CatalogPart } from "../../core/catalog/catalog";
import type { LinkEvents } from "../../core/connection/link";
import type { HubError } from "../../core/kernel/hubError";
import { safeJson } from "../../core/kernel/redact";
import type { LogLevel } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";
import { type SecretMask, secretMask } from "../wire/secretMask";

/** The events that a link can send at any time of its life. */
export type SessionEvents = Omit<LinkEvents, "lost">;

/** Passes the events of a link on: all of them until it is closed, its loss once and only after it was open. */
export class LinkListener {
  private phase: "opening" | "open" | "over" = "opening";
  private lossError: HubError | undefined;
  /** Called when the program writes to its standard error. */
  onSaid: (() => void) | undefined;

  constructor(
    private readonly target: LinkEvents,
    /** Masks every text that enters an event. */
    readonly mask: SecretMask = secretMask(),
  ) {}

  readonly events: SessionEvents = {
    changed: (part) => {
      if (this.phase !== "over") this.target.changed(part);
    },
    log: (level, from, text) => {
      if (this.phase === "over") return;
      if (from === "stderr") this.onSaid?.();
      this.target.log(level, from, this.mask.text(text));
    },
    notification: (method, params) => {
      if (this.phase !== "over") this.target.notification(method, this.mask.data(params));
    },
    step: (step) => {
      if (this.phase === "opening") this.target.step?.(step);
    },
  };

  get isOpening(): boolean {
    return this.phase === "opening";
  }

  get isOver(): boolean {
    return this.phase === "over";
  }

  /** Why the link was lost; `undefined` while it is open, and where it was closed on purpose. */
  get lossReason(): HubError | undefined {
    return this.lossError;
  }

  opened(): void {
    if (this.phase === "opening") this.phase = "open";
  }

  /** The link was lost. Before it is open that is a failure to open, which the opener reports. */
  lost(error: HubError): void {
    if (this.phase !== "open") return;
    this.phase = "over";
    this.lossError = this.mask.error(error);
    this.target.lost(this.lossError);
  }

  close(): void {
    this.phase = "over";
  }
}

/** The eight levels of `notifications/message` (RFC 5424) as the hub's four. */
const levels: ReadonlyMap<unknown, LogLevel> = new Map([
  ["debug", "debug"],
  ["info", "info"],
  ["notice", "info"],
  ["warning", "warning"],
  ["error", "error"],
  ["critical", "error"],
  ["alert", "error"],
  ["emergency", "error"],
]);

const parts: ReadonlyMap<string, CatalogPart> = new Map([
  ["notifications/tools/list_changed", "tools"],
  ["notifications/resources/list_changed", "resources"],
  ["notifications/prompts/list_changed", "prompts"],
]);

/** The longest log message that is passed on, in characters. */
const longest = 8000;

/** Publishes what a server's notification means, then the notification itself. */
export function publishNotification(events: SessionEvents, method: string, params: unknown): void {
  if (method === "notifications/message") publishLog(events, params);
  const part = parts.get(method);
  if (part) events.changed(part);
  events.notification(method, params);
}

function publishLog(events: SessionEvents, params: unknown): void {
  if (!isObject(params)) return;
  const { level, logger, data } = params;
  const text = typeof data === "string" ? data.slice(0, longest) : safeJson(data, longest);
  const entry = typeof logger === "string" && logger !== "" ? `[${logger.slice(0, 100)}] ${text}` : text;
  events.log(levels.get(level) ?? "info", "server", entry);
}
