import type { LinkEvents } from "../../core/connection/link";
import type { HubError } from "../../core/hubError";
import { type SecretMask, secretMask } from "./secretMask";

/** What a line may say at any time of its life. */
export type Said = Omit<LinkEvents, "lost">;

/** Who hears a line: everything until it is closed, its loss once and only after it was open. */
export class Ears {
  private phase: "opening" | "open" | "over" = "opening";
  private reason: HubError | undefined;

  constructor(
    private readonly events: LinkEvents,
    /** Stands where text enters events. */
    readonly mask: SecretMask = secretMask(),
  ) {}

  readonly said: Said = {
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
