import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import { HubError } from "../kernel/hubError";
import type { StateStore } from "../kernel/ports";
import { type LaunchAnswer, readAnswers, writeAnswer } from "./launchRecords";
import { type LaunchReason, type LaunchSubject, launchReasons, launchSubject } from "./launchSubject";

/** An entry that a person allowed to run, as they look through what they allowed. */
export interface ListedLaunch {
  readonly digest: string;
  readonly server: ServerId;
  readonly why: LaunchReason;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Whether the entry is still there, unchanged. */
  readonly holds: boolean;
}

export interface LaunchConsentParts {
  /** `workspace` keeps what is allowed of the workspace's entries, `always` what is allowed of the person's own. */
  readonly stores: { readonly workspace: StateStore; readonly always: StateStore };
  /** The servers that are configured now. */
  readonly definitions: () => readonly ServerDefinition[];
  readonly publish: (event: HubEvent) => void;
  readonly now: () => number;
}

/** What a person allowed to run: each answer holds for exactly the entry that they saw. */
export class LaunchConsent {
  constructor(private readonly parts: LaunchConsentParts) {}

  /**
   * Stops whatever would run or contact a server that nobody has allowed: throws `needs-consent`. Must be called before anything of its
   * entry is used, its variables included.
   */
  check(definition: ServerDefinition): void {
    const subject = launchSubject(definition);
    if (!subject || this.answerTo(subject)?.allowed) return;
    const { id } = definition;
    throw new HubError("needs-consent", waitsText(subject.why, id), { sent: "no", outage: true });
  }

  /** Whether a server may run now. */
  mayRun(definition: ServerDefinition): boolean {
    const subject = launchSubject(definition);
    return subject === undefined || this.answerTo(subject)?.allowed === true;
  }

  answerTo({ why, digest }: LaunchSubject): LaunchAnswer | undefined {
    return readAnswers(this.storeOf(why)).get(digest);
  }

  async decide(server: ServerId, { why, digest }: LaunchSubject, allowed: boolean): Promise<void> {
    await writeAnswer(this.storeOf(why), digest, { allowed, server, why, since: this.parts.now() });
    this.publish(server, digest, allowed ? "allowed" : "refused");
  }

  /** An entry that may run becomes another one, because the person had the hub change it in this way: it may run, too. */
  async carry(before: ServerDefinition, after: ServerDefinition): Promise<void> {
    const subject = launchSubject(after);
    if (subject && this.mayRun(before)) await this.decide(after.id, subject, true);
  }

  /** What is allowed, the newest first. */
  list(): readonly ListedLaunch[] {
    const present = new Set(this.parts.definitions().map((one) => launchSubject(one)?.digest));
    return launchReasons
      .flatMap((of) => [...readAnswers(this.storeOf(of))].filter(([, { allowed, why }]) => allowed && why === of))
      .map(([digest, { server, why, since }]) => ({ digest, server, why, since, holds: present.has(digest) }))
      .toSorted((a, b) => b.since - a.since);
  }

  /** Takes back that an entry may run. Nobody is asked again for it unless they want to be. */
  async revoke({ digest, server, why }: ListedLaunch): Promise<void> {
    await writeAnswer(this.storeOf(why), digest, { allowed: false, server, why, since: this.parts.now() });
    this.publish(server, digest, "revoked");
  }

  /** Forgets the answers for one server's entry, or all of them: the person is asked again. */
  async forget(server?: ServerId): Promise<void> {
    for (const why of launchReasons)
      for (const [digest, answer] of readAnswers(this.storeOf(why))) {
        if (server !== undefined && answer.server !== server) continue;
        await writeAnswer(this.storeOf(why), digest, undefined);
        if (answer.allowed) this.publish(answer.server, digest, "revoked");
      }
  }

  private publish(server: ServerId, entry: string, answer: "allowed" | "refused" | "revoked"): void {
    this.parts.publish({ type: "launch.decided", server, entry, answer });
  }

  private storeOf(why: LaunchReason): StateStore {
    return this.parts.stores[why === "workspace" ? "workspace" : "always"];
  }
}

function waitsText(why: LaunchReason, server: ServerId): string {
  switch (why) {
    case "workspace":
      return message(
        "launch.workspace",
        'Server "{server}" waits until you allow it to run, because this workspace configures it. Use "MCP Hub: Review New Servers…" to see what it does.',
        { server },
      );
    case "followed":
      return message(
        "launch.followed",
        'Server "{server}" waits until you allow it to run, because a file of another app configures it. Use "MCP Hub: Review New Servers…" to see what it does.',
        { server },
      );
    case "account":
      return message(
        "launch.accountNeeded",
        'Server "{server}" waits until you allow it to run, because it gets the token of your account. Use "MCP Hub: Review New Servers…" to see where it goes.',
        { server },
      );
  }
}
