import type { ServerInfo } from "../../../protocol/connectionState";
import { message } from "../../../protocol/message";
import type { LaunchPlan } from "../../config/plan/launchPlan";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import { timedOut } from "../../connection/timedOut";
import { HeardAttempt } from "../../diagnosis/heardAttempt";
import { asHubError, HubError } from "../../kernel/hubError";
import { withinTime } from "../../kernel/timeLimit";
import type { ConformancePorts } from "./conformancePorts";
import type { ConformanceReport, RevisionReport, ScenarioResult } from "./conformanceReport";
import { type Outcome, outcomeOf } from "./outcome";
import { type Scenario, selectScenarios, suiteVersion } from "./scenarios";
import { requiresSignIn, untestable } from "./testable";

/** How long the server may take to connect, in milliseconds: it may be downloaded first. */
const connectMs = 60_000;

/** How long one scenario may take, in milliseconds; the suite itself gives up after 30 seconds. */
const scenarioMs = 90_000;

/** How long all scenarios may take, in milliseconds. */
const totalMs = 10 * 60_000;

/** What a run does now. `done` of `total` scenarios are over. */
export type RunStep =
  | { readonly kind: "preparing" | "connecting" }
  | { readonly kind: "scenario"; readonly name: string; readonly done: number; readonly total: number };

type OnStep = (step: RunStep) => void;

/** One revision that the server speaks, and what is run at it. */
interface Leg {
  readonly info: ServerInfo;
  readonly selection: ReturnType<typeof selectScenarios>;
}

/** Runs the official conformance suite on a server, with processes of its own: the hub's connection is left alone. */
export class Conformance {
  private readonly ending = new AbortController();
  private readonly running = new Set<Promise<unknown>>();

  constructor(private readonly ports: ConformancePorts) {}

  /** Rejects with a `HubError` where the suite cannot be run on this server, and when `signal` aborts. */
  async run(definition: ServerDefinition, onStep: OnStep, signal: AbortSignal): Promise<ConformanceReport> {
    const within = AbortSignal.any([signal, this.ending.signal]);
    within.throwIfAborted();
    const run = this.reported(definition, onStep, within);
    this.running.add(run);
    return run.finally(() => this.running.delete(run));
  }

  /** Ends every run. Settles when nothing of them is left. */
  async close(): Promise<void> {
    this.ending.abort();
    await Promise.allSettled(this.running);
  }

  private async reported(
    definition: ServerDefinition,
    onStep: OnStep,
    signal: AbortSignal,
  ): Promise<ConformanceReport> {
    const { id, entry } = definition;
    if (entry.kind === "invalid") throw new HubError(entry.error.code, entry.error.message);
    const plan = await this.ports.plan(definition, signal);
    const refusal = untestable(plan, this.ports.hasAccount(id));
    if (refusal) throw refusal;
    onStep({ kind: "preparing" });
    await this.ports.suite.prepare(signal);
    onStep({ kind: "connecting" });
    const legs = await this.legs(plan, signal);
    return { server: id, suiteVersion, revisions: await this.runAll(plan, legs, onStep, signal) };
  }

  /** The revisions that the server speaks: the newest with a handshake, and the one without. Rejects where it speaks none. */
  private async legs(plan: LaunchPlan, signal: AbortSignal): Promise<readonly Leg[]> {
    const { protocol = "auto" } = plan;
    const legs: Leg[] = [];
    let failure: HubError | undefined;
    for (const choice of protocol === "auto" ? (["legacy", "modern"] as const) : [protocol]) {
      try {
        const info = await this.infoOf({ ...plan, protocol: choice }, signal);
        const { protocolVersion: revision, capabilities = [] } = info;
        const transport = plan.kind === "stdio" ? "stdio" : "http";
        legs.push({ info, selection: selectScenarios({ revision, transport, capabilities }) });
      } catch (error) {
        signal.throwIfAborted();
        failure ??= asHubError(error);
      }
    }
    if (legs.length === 0 && failure) throw failure.code === "needs-auth" ? requiresSignIn(plan.server) : failure;
    return legs;
  }

  /** What the server says of itself. Its process, or its session, has ended then. */
  private async infoOf(plan: LaunchPlan, signal: AbortSignal): Promise<ServerInfo> {
    const { clock, open } = this.ports;
    const heard = new HeardAttempt();
    const limit = {
      clock,
      signal,
      idleMs: connectMs,
      what: message("conformance.connecting", 'Connecting to "{server}"', { server: plan.server }),
      onTimeout: (ms: number) => timedOut(plan.server, { waitsFor: heard.waitsFor, said: heard.said.at(-1) }, ms),
    };
    const link = await withinTime(limit, (within) => open(plan, heard, within));
    link.dispose();
    await link.closed;
    return link.info;
  }

  private async runAll(
    plan: LaunchPlan,
    legs: readonly Leg[],
    onStep: OnStep,
    signal: AbortSignal,
  ): Promise<readonly RevisionReport[]> {
    const until = this.ports.clock.now() + totalMs;
    const total = legs.reduce((sum, { selection }) => sum + selection.run.length, 0);
    let done = 0;
    const reports: RevisionReport[] = [];
    for (const { info, selection } of legs) {
      const results: ScenarioResult[] = [];
      for (const scenario of selection.run) {
        onStep({ kind: "scenario", name: scenario.name, done, total });
        const { protocolVersion } = info;
        results.push({ name: scenario.name, ...(await this.outcome(plan, scenario, protocolVersion, until, signal)) });
        done++;
      }
      reports.push({ info, results, notOffered: selection.notOffered, ofHttp: selection.ofHttp });
    }
    return reports;
  }

  /** Rejects when `signal` aborts, and where the bridge cannot be opened. */
  private async outcome(
    plan: LaunchPlan,
    scenario: Scenario,
    revision: string,
    until: number,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const leftMs = Math.min(scenarioMs, until - this.ports.clock.now());
    if (leftMs <= 0) return outOfTime();
    const bridge = plan.kind === "stdio" ? await this.ports.bridge(plan) : { url: plan.url, close: async () => {} };
    let running: Promise<unknown> | undefined;
    try {
      return await withinTime(
        {
          clock: this.ports.clock,
          signal,
          idleMs: leftMs,
          what: message("conformance.running", "The conformance run"),
          onTimeout: () => new HubError("timeout", outOfTime().why ?? ""),
        },
        async (within) => {
          const run = this.ports.suite.run(scenario.name, revision, bridge.url, within);
          running = run;
          return outcomeOf(await run);
        },
      );
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof HubError && error.code === "timeout") return outOfTime();
      throw error;
    } finally {
      await Promise.allSettled([running]); // nothing of it is left then
      await bridge.close();
    }
  }
}

const outOfTime = (): Outcome => ({
  verdict: "not-checked",
  good: 0,
  failed: [],
  why: message("conformance.outOfTime", "The scenario ran out of time."),
});
