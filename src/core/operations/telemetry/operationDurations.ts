import type { ServerId, Stamped } from "../../../protocol/hubEvent";
import { Distribution } from "../metrics/distribution";
import { attributes, metricNames, recommendedBounds, toolError } from "./attributes";

/** How many combinations of attributes have series of their own; those beyond it are not counted. */
const seriesLimit = 1000;

export interface DurationSeries {
  readonly metric: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly distribution: Distribution;
}

/** The histograms of the conventions: operations and sessions, of the hub as a server and as a client. */
export class OperationDurations {
  private readonly known = new Map<string, DurationSeries>();
  private readonly readySince = new Map<ServerId, number>();

  get series(): readonly DurationSeries[] {
    return [...this.known.values()];
  }

  readonly follow = (event: Stamped): void => {
    switch (event.type) {
      case "call.ended": {
        const { method, tool, server, outcome, error, caller, ms, split } = event;
        if (outcome === "denied") return;
        const type = outcome === "tool-error" ? toolError : (error?.code ?? "");
        const facts = [method, method === "tools/call" ? tool : "", server, type] as const;
        this.add(metricNames.clientOperation, facts, split.server);
        if (caller.door === "gateway") this.add(metricNames.serverOperation, facts, ms);
        return;
      }
      case "server.state": {
        const since = this.readySince.get(event.server);
        if (event.state.kind === "ready") {
          if (since === undefined) this.readySince.set(event.server, event.at);
          return;
        }
        this.readySince.delete(event.server);
        if (since !== undefined) this.add(metricNames.clientSession, ["", "", event.server, ""], event.at - since);
      }
    }
  };

  /** A session of a client at the gateway has ended. */
  sessionEnded(ms: number): void {
    this.add(metricNames.serverSession, ["", "", "", ""], ms);
  }

  private add(
    metric: string,
    facts: readonly [method: string, tool: string, server: string, error: string],
    ms: number,
  ) {
    const key = `${metric}\n${facts.join("\n")}`;
    let series = this.known.get(key);
    if (!series) {
      if (this.known.size >= seriesLimit) return;
      const [method, tool, server, error] = facts;
      series = {
        metric,
        attributes: {
          ...(method !== "" && { [attributes.method]: method }),
          ...(tool !== "" && { [attributes.tool]: tool }),
          ...(server !== "" && { [attributes.serverName]: server }),
          ...(error !== "" && { [attributes.errorType]: error }),
        },
        distribution: new Distribution(recommendedBounds),
      };
      this.known.set(key, series);
    }
    series.distribution.add(ms / 1000);
  }
}
