import { isLoopbackHost } from "../../core/auth/urlChecks";
import type { Alerts } from "../../core/config/schema/options/alertSettings";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { withoutSecrets } from "../../core/kernel/redact";
import type { Alert } from "../../core/operations/alerts/alertStates";
import { message } from "../../protocol/message";
import { postJson } from "./postJson";

/** How long one attempt may take, and the waits before the further ones, in milliseconds. */
const timeoutMs = 5000;
const waitsMs = [1000, 10_000];

/** More alerts than this do not wait to be delivered. */
const waitingLimit = 20;

export interface WebhookParts {
  /** The address with its variables put in. Rejects where one has no value. */
  readonly address: () => Promise<string>;
  readonly form: () => Alerts["webhookForm"];
  readonly clock: Pick<Clock, "after">;
  /** Hears of an alert that was not delivered, in a sentence. */
  readonly failed: (text: string) => void;
}

/** Posts alerts to an address, one after the other. Nothing waits for it. */
export class Webhook implements Disposable {
  private readonly over = new AbortController();
  private readonly waiting: string[] = [];
  private isBusy = false;

  constructor(private readonly parts: WebhookParts) {}

  readonly post = (alert: Alert, text: string): void => {
    if (this.over.signal.aborted) return;
    if (this.waiting.length >= waitingLimit) {
      this.failed("queue-full");
      return;
    }
    this.waiting.push(this.parts.form() === "slack" ? slackBody(text) : jsonBody(alert, text));
    if (!this.isBusy) void this.deliver();
  };

  dispose(): void {
    this.over.abort();
    this.waiting.length = 0;
  }

  private async deliver(): Promise<void> {
    this.isBusy = true;
    for (;;) {
      const body = this.waiting.shift();
      if (body === undefined) break;
      await this.send(body).catch((error) => this.failed(error instanceof Error ? error.message : String(error)));
    }
    this.isBusy = false;
  }

  private async send(body: string): Promise<void> {
    const address = await this.parts.address();
    if (!mayPostTo(address))
      return this.failed(message("webhook.address", "the address must begin with https:, or be on this machine"));
    for (const wait of [...waitsMs, undefined]) {
      const posted = await postJson(address, body, timeoutMs, this.over.signal);
      if (posted.ok || this.over.signal.aborted) return;
      if (!posted.retryable || wait === undefined) return this.failed(posted.reason);
      await this.pause(wait);
      if (this.over.signal.aborted) return;
    }
  }

  /** Waits, or until it is over. */
  private pause(ms: number): Promise<void> {
    const { signal } = this.over;
    return new Promise((resolve) => {
      const ended = () => {
        timer.dispose();
        signal.removeEventListener("abort", ended);
        resolve();
      };
      const timer = this.parts.clock.after(ms, ended, true);
      signal.addEventListener("abort", ended);
    });
  }

  /** The address may hold a secret, so it is not named. */
  private failed(reason: string): void {
    this.parts.failed(
      message("webhook.failed", "An alert was not delivered to the webhook ({reason}). Check {setting}.", {
        ...{ reason: withoutSecrets(reason), setting: "mcpHub.alerts" },
      }),
    );
  }
}

/** Only over an encrypted connection, or to this machine. */
export function mayPostTo(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && isLoopbackHost(hostname));
}

function jsonBody({ rule, state, server, value, limit, unit, at, since }: Alert, text: string): string {
  const times = { at: new Date(at).toISOString(), since: new Date(since).toISOString() };
  return JSON.stringify({ alert: rule, state, server, value, limit, unit, ...times, text: withoutSecrets(text) });
}

/** Slack's incoming webhooks take a text, in which three characters have a meaning ("Formatting text for app surfaces"). */
const slackBody = (text: string): string =>
  JSON.stringify({
    text: withoutSecrets(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  });
