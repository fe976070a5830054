import { message } from "../../protocol/message";
import type { LaunchPlan } from "../config/plan/launchPlan";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import { isFromWorkspace } from "../config/schema/settingsLocation";
import type { Link } from "../connection/link";
import { timedOut } from "../connection/timedOut";
import { asHubError, HubError } from "../kernel/hubError";
import { withinTime } from "../kernel/timeLimit";
import type { DiagnosisPorts } from "./diagnosisPorts";
import type { Attempt, Evidence, Failure } from "./evidence";
import type { Diagnosis } from "./finding";
import { findingsOf } from "./findings";
import { HeardAttempt } from "./heardAttempt";
import { isOfEntry } from "./rules/entryRules";

/** No attempt takes longer, in milliseconds, however long its entry lets the server take. */
const longestMs = 120_000;

/** How long all probes of one server may take together, in milliseconds. */
const probesMs = 20_000;

/** Finds out why a server does not work: it makes one attempt to connect, and looks at what the entry names. Changes nothing. */
export class Doctor {
  constructor(private readonly ports: DiagnosisPorts) {}

  /** Rejects only when `signal` aborts. */
  async diagnose(definition: ServerDefinition, signal: AbortSignal): Promise<Diagnosis> {
    const { id, entry, enabled } = definition;
    const base: Evidence = {
      server: id,
      enabled,
      isFromWorkspace: isFromWorkspace(definition),
      surroundings: this.ports.surroundings(),
      ...(entry.kind === "valid" && { config: entry.config }),
    };
    if (entry.kind === "invalid") return { server: id, findings: findingsOf(base, { ...entry.error }) };
    if (!enabled) return { server: id, findings: findingsOf(base) };
    const catalog = this.ports.ready(id);
    if (catalog) {
      const attempt = { catalog, said: [], strayed: this.ports.strayed(id), step: "lists", limitMs: 0 } as const;
      return diagnosis({ ...base, attempt });
    }
    let plan: LaunchPlan;
    try {
      plan = await this.ports.plan(definition, signal);
    } catch (error) {
      signal.throwIfAborted();
      const { code, message } = asHubError(error);
      return { server: id, findings: findingsOf(base, { code, message }) };
    }
    const attempt = await this.attempt(definition, plan, signal);
    signal.throwIfAborted();
    const evidence = { ...base, plan, attempt };
    const { failure } = attempt;
    if (!failure || isOfEntry(failure)) return diagnosis(evidence);
    return diagnosis({ ...evidence, ...(await this.probed(plan, failure, attempt, signal)) });
  }

  /** Connects once, as the hub does, and closes the link again. Rejects only when `signal` aborts. */
  private async attempt({ id, entry }: ServerDefinition, plan: LaunchPlan, signal: AbortSignal): Promise<Attempt> {
    const { clock, open, options, probes } = this.ports;
    const own = entry.kind === "valid" ? entry.config.connectTimeoutSeconds : undefined;
    const limitMs = Math.min(longestMs, (own ?? options().connectTimeoutSeconds) * 1000);
    const heard = new HeardAttempt();
    const limit = {
      clock,
      signal,
      idleMs: limitMs,
      what: message("diagnosis.connecting", 'Diagnosing "{server}"', { server: id }),
      onTimeout: (ms: number) => timedOut(id, { waitsFor: heard.waitsFor, said: heard.said.at(-1) }, ms),
    };
    let opening: Promise<Link> | undefined;
    const attempted = (end: Pick<Attempt, "failure" | "catalog">): Attempt => ({
      ...end,
      said: heard.said,
      strayed: heard.strayed,
      step: heard.waitsFor,
      limitMs,
    });
    try {
      const catalog = await withinTime(limit, async (within) => {
        opening = open(plan, heard, within);
        const link = await opening;
        heard.waitsFor = "lists";
        return link.catalog(within, limitMs / 3);
      });
      if (heard.loss) throw heard.loss;
      return attempted({ catalog });
    } catch (error) {
      signal.throwIfAborted();
      const failed = heard.loss ?? asHubError(error);
      return attempted({ failure: { ...probes.failure(failed), code: failed.code, message: failed.message } });
    } finally {
      await gone(opening);
    }
  }

  /** What the probes find; nothing where they take too long. */
  private async probed(
    plan: LaunchPlan,
    failure: Failure,
    { said }: Attempt,
    signal: AbortSignal,
  ): Promise<Pick<Evidence, "program" | "address">> {
    const { probes, clock } = this.ports;
    const onTimeout = () => new HubError("timeout", message("diagnosis.probes", "The probes took too long."));
    const limit = { clock, signal, idleMs: probesMs, what: message("diagnosis.probing", "Probing"), onTimeout };
    try {
      return await withinTime(limit, async (within) =>
        plan.kind === "stdio"
          ? { program: await probes.program(plan, missingProgram(said)) }
          : { address: await probes.address(plan, failure, within) },
      );
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof HubError && error.code === "timeout") return {};
      throw error;
    }
  }
}

/** Settles when nothing is left of a link, or of the attempt to open it. */
const gone = (opening: Promise<Link> | undefined): Promise<void> | undefined =>
  opening?.then(
    (link) => {
      link.dispose();
      return link.closed;
    },
    () => undefined, // it never opened, and nothing of it is left
  );

function diagnosis(evidence: Evidence): Diagnosis {
  const { server, attempt } = evidence;
  const findings = findingsOf(evidence);
  return attempt?.catalog ? { server, findings, tools: attempt.catalog.tools.length } : { server, findings };
}

/** What a shell and `env` say of a program that is not there. */
const notThere = [
  /env: [‘'"]?([\w.+-]+)[’'"]?: No such file or directory/,
  /(?:^|: )([\w.+-]+): (?:command )?not found\b/,
  /[‘'"]([\w.+-]+)[’'"] is not recognized as an internal or external command/,
];

/** The program that the output says is missing. */
function missingProgram(said: readonly string[]): string | undefined {
  for (const line of said)
    for (const pattern of notThere) {
      const name = pattern.exec(line)?.[1];
      if (name !== undefined) return name;
    }
  return undefined;
}
