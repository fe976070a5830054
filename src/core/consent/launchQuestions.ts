import type { ConnectionKind } from "../../protocol/connectionState";
import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { Clock } from "../kernel/clock";
import type { Disposable } from "../kernel/disposable";
import { HubError } from "../kernel/hubError";
import { asked } from "../questions/asked";
import type { QuestionDesk } from "../questions/questionDesk";
import type { LaunchConsent } from "./launchConsent";
import { type LaunchFact, launchFacts } from "./launchFacts";
import { type LaunchSubject, launchSubject } from "./launchSubject";

/** A server that waits to be allowed, as a person is asked about it. */
export interface WaitingServer extends LaunchSubject {
  readonly server: ServerId;
  readonly facts: readonly LaunchFact[];
}

/** Asks which of these servers may run; the result is the digests of those that may. The question disappears when `signal` aborts. */
export type AskLaunch = (servers: readonly WaitingServer[], signal: AbortSignal) => Promise<readonly string[]>;

export interface LaunchQuestionsParts {
  readonly consent: LaunchConsent;
  readonly definitions: () => readonly ServerDefinition[];
  readonly stateOf: (server: ServerId) => ConnectionKind | undefined;
  readonly connect: (server: ServerId) => Promise<void>;
  readonly restart: (server: ServerId) => Promise<void>;
  readonly ask: AskLaunch;
  readonly desk: QuestionDesk;
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
  readonly report: (error: unknown) => void;
}

/** How long servers are gathered for one question, in milliseconds: those of a workspace start within moments of each other. */
const gatherMs = 300;

/** More servers than this do not share one question: nobody reads that many. The others follow. */
const mostShown = 20;

/**
 * Asks the person about servers that may not run yet: one question for all of them, which goes when their entries do. A server that was not
 * allowed waits until the person asks for the question (`review`).
 */
export class LaunchQuestions implements Disposable {
  private timer: Disposable | undefined;
  private shown: { readonly digests: string; readonly abort: AbortController } | undefined;
  /** What was answered before and the person wants to be asked about again. */
  private readonly again = new Set<string>();
  private disposed = false;

  constructor(private readonly parts: LaunchQuestionsParts) {}

  /** Follows what happens to the servers. */
  follow(event: HubEvent): void {
    if (event.type === "server.state" && event.state.kind === "needs-consent") this.askSoon();
    if (event.type === "server.added" || (event.type === "server.state" && event.state.kind === "ready"))
      this.endForbidden(event.server);
    if (this.shown && (event.type === "server.added" || event.type === "server.removed")) this.askSoon();
    if (event.type === "launch.decided" && event.answer === "revoked") this.endForbidden(event.server);
  }

  /** Asks again about the servers that wait, or about one of them. Settles with how many wait, without waiting for the answer. */
  review(only?: ServerId): number {
    const waiting = this.waiting(true).filter(({ server }) => only === undefined || server === only);
    for (const { digest } of waiting) this.again.add(digest);
    if (waiting.length > 0) void this.askNow();
    return waiting.length;
  }

  dispose(): void {
    this.disposed = true;
    this.timer?.dispose();
    this.shown?.abort.abort();
  }

  /** Nothing that may not run goes on: its entry changed without a restart, or what was allowed is taken back. */
  private endForbidden(server: ServerId): void {
    queueMicrotask(() => {
      const definition = this.parts.definitions().find(({ id }) => id === server);
      const state = this.parts.stateOf(server);
      // What is about to start is checked when it does.
      if (!definition || state === undefined || ["stopped", "starting", "needs-consent"].includes(state)) return;
      // The restart ends at the same check as every start, which says why.
      if (!this.parts.consent.mayRun(definition)) this.parts.restart(server).catch(ignoreNeedsConsent(this.parts));
    });
  }

  private askSoon(): void {
    if (this.disposed || this.timer) return;
    this.timer = this.parts.clock.after(gatherMs, () => {
      this.timer = undefined;
      void this.askNow();
    });
  }

  /** The servers that would run if they were allowed; `all`: also those about which the person has answered. */
  private waiting(all = false): readonly WaitingServer[] {
    const { consent, definitions, stateOf } = this.parts;
    return definitions().flatMap((definition) => {
      const subject = launchSubject(definition);
      const state = stateOf(definition.id);
      if (!subject || !definition.enabled || state === undefined || state === "stopped") return [];
      const answer = consent.answerTo(subject);
      if (answer?.allowed || (answer && !all && !this.again.has(subject.digest))) return [];
      return [{ ...subject, server: definition.id, facts: launchFacts(definition) }];
    });
  }

  private async askNow(): Promise<void> {
    const { ask, desk, clock, publish, report } = this.parts;
    const servers = this.waiting().slice(0, mostShown);
    const digests = servers.map(({ digest }) => digest).join();
    if (this.shown) {
      // What is on the screen must be what is asked: its end asks again.
      if (this.shown.digests !== digests) this.shown.abort.abort(noLonger());
      return;
    }
    const [first] = servers;
    if (this.disposed || !first) return;
    const abort = new AbortController();
    this.shown = { digests, abort };
    const question = { kind: "launch", server: first.server, signal: abort.signal, what: whatText() } as const;
    let follows = true;
    try {
      const allowed = await desk.ask(question, (signal) =>
        asked({ publish, clock }, question, signal, (shown) => ask(servers, shown), hasAny),
      );
      await this.keep(servers, allowed);
    } catch (error) {
      follows = abort.signal.aborted;
      if (!follows) report(error);
    }
    this.shown = undefined;
    if (follows && !this.disposed && this.waiting().length > 0) this.askSoon();
  }

  private async keep(servers: readonly WaitingServer[], allowed: readonly string[]): Promise<void> {
    const { consent, connect, report } = this.parts;
    for (const { server, why, digest } of servers) {
      await consent.decide(server, { why, digest }, allowed.includes(digest));
      this.again.delete(digest);
    }
    // A server that cannot be reached says so in its state.
    for (const { server, digest } of servers)
      if (allowed.includes(digest) && this.parts.stateOf(server) !== undefined)
        connect(server).catch((error: unknown) => {
          if (!(error instanceof HubError)) report(error);
        });
  }
}

const hasAny = (allowed: readonly string[]): boolean => allowed.length > 0;

const ignoreNeedsConsent =
  ({ report }: Pick<LaunchQuestionsParts, "report">) =>
  (error: unknown): void => {
    if (!(error instanceof HubError && error.code === "needs-consent")) report(error);
  };

const whatText = (): string => message("launch.what", "The question about which servers may run");

const noLonger = (): HubError =>
  new HubError("cancelled", message("launch.changed", "The servers that wait to be allowed have changed."));
