import { version } from "../package.json";
import type { ComposedHub } from "./composedHub";
import { type VariablePorts, VariableValues } from "./core/config/plan/variableValues";
import type { ServerDefinition } from "./core/config/schema/serverDefinition";
import type { Options } from "./core/config/schema/settings";
import { neverAborted } from "./core/kernel/abortSignals";
import type { Clock } from "./core/kernel/clock";
import { type Disposable, DisposableStore } from "./core/kernel/disposable";
import { HubError } from "./core/kernel/hubError";
import type { StateStore } from "./core/kernel/ports";
import type { Alert } from "./core/operations/alerts/alertStates";
import { AlertWatch } from "./core/operations/alerts/alertWatch";
import { OperationsMetrics } from "./core/operations/metrics/operationsMetrics";
import { type Report, type ReportRange, report } from "./core/operations/report/report";
import { ReportRecorder } from "./core/operations/report/reportRecorder";
import { ReportStore } from "./core/operations/report/reportStore";
import { FollowedTelemetry } from "./gateway/operations/followedTelemetry";
import { processFigures } from "./gateway/operations/processFigures";
import { Webhook } from "./gateway/operations/webhook";

export interface OperationsPorts {
  readonly composed: Pick<ComposedHub, "stream">;
  readonly options: () => Options;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  /** Where the figures of reports outlive the process. */
  readonly state: StateStore;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the values of the variables in the settings come from. */
  readonly variables: VariablePorts;
  /** Shows an alert in the editor, where there is one. */
  readonly show?: (alert: Alert, text: string) => void;
  /** Requests to the gateway that were turned away for their token, and its open sessions. */
  readonly failedSignIns?: () => number;
  readonly sessions?: () => number;
}

/** How the hub does: figures, reports over time, alerts, and what is sent to a collector. All of it follows the event stream. */
export interface Operations {
  /** The metrics as the text that Prometheus reads. */
  metrics(): string;
  report(range: ReportRange): Report;
  /** Settles when what is known is stored and sent. */
  close(): Promise<void>;
}

/** Begins to follow the hub. Call it before its servers start, so that nothing is missed. */
export function composeOperations(ports: OperationsPorts): Operations {
  const { composed, options, clock, state, env, show, failedSignIns, sessions } = ports;
  const { stream } = composed;
  const store = new DisposableStore();
  const process = processFigures;
  const failed = (text: string) => ports.report(new HubError("internal", text));
  const follow = (listener: Parameters<typeof stream.onEvent>[0]): Disposable => store.add(stream.onEvent(listener));
  const counts = { ...(failedSignIns && { failedSignIns }) };

  const metrics = new OperationsMetrics({ now: clock.now, process, ...counts, ...(sessions && { sessions }) });
  follow(metrics.follow);

  const reports = new ReportStore(state, crypto.randomUUID(), clock.now);
  const recorder = new ReportRecorder({ store: reports, clock, process, report: ports.report });
  follow(recorder.follow);

  const webhook = store.add(
    new Webhook({
      address: () => new VariableValues(alertsEntry, ports.variables, neverAborted).fill(options().alerts.webhook),
      form: () => options().alerts.webhookForm,
      clock,
      failed,
    }),
  );
  const alerts = store.add(
    new AlertWatch({
      settings: () => options().alerts,
      clock,
      process,
      publish: stream.publish,
      ...counts,
      ...(show && { show }),
      post: webhook.post,
    }),
  );
  follow(alerts.follow);

  const telemetry = new FollowedTelemetry({
    endpoint: () => options().otlpEndpoint,
    env,
    parts: { clock, version, failed },
    report: ports.report,
  });
  follow(telemetry.follow);

  return {
    metrics: () => metrics.text(),
    report: (range) => report(range, recorder.logs(), clock.now()),
    async close() {
      store.dispose();
      await Promise.all([recorder.close(), telemetry.close()]);
    },
  };
}

/** As whose the variables of the alerts count: their secrets are kept like those of a server. */
const alertsEntry: ServerDefinition = {
  id: "alerts",
  label: "alerts",
  scope: "user",
  enabled: true,
  entry: { kind: "valid", config: { url: "https://alerts.invalid" } },
};
