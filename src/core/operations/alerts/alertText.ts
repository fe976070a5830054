import { message } from "../../../protocol/message";
import { lasting } from "../../kernel/timeLimit";
import type { AlertRule } from "./alertRules";
import type { Alert } from "./alertStates";

/** An alert in one or two sentences: what is wrong, and where to look. */
export function alertText(alert: Alert): string {
  const { state, rule, since, at } = alert;
  if (state === "firing") return `${firing[rule](alert)} ${steps[rule]()}`;
  return message("alert.over", "Over after {time}: {what}", {
    time: lasting(Math.max(0, at - since)),
    what: topics[rule](alert),
  });
}

const valueText = ({ value = 0, unit }: Alert): string => written(value, unit);
const limitText = ({ limit, unit }: Alert): string => written(limit, unit);

const written = (value: number, unit: Alert["unit"]): string => {
  if (unit === "ms") return lasting(value);
  return unit === "percent" ? `${Math.round(value * 10) / 10} %` : String(value);
};

const firing: Readonly<Record<AlertRule, (alert: Alert) => string>> = {
  errorRate: (alert) =>
    message(
      "alert.errorRate",
      "{value} of the calls in the last {minutes} minutes failed (limit: {limit}).",
      all(alert),
    ),
  slowCalls: (alert) =>
    message(
      "alert.slowCalls",
      "Calls in the last {minutes} minutes are slow: p95 is {value} (limit: {limit}).",
      all(alert),
    ),
  connectionFailures: (alert) =>
    message(
      "alert.connectionFailures",
      "{value} of the attempts to connect to servers in the last {minutes} minutes failed (limit: {limit}).",
      all(alert),
    ),
  serverDown: (alert) =>
    message("alert.serverDown", "{server} has been away for {value}.", {
      server: alert.server ?? "",
      value: valueText(alert),
    }),
  cpu: (alert) =>
    message(
      "alert.cpu",
      "The hub used {value} of a processor in the last {minutes} minutes (limit: {limit}).",
      all(alert),
    ),
  memory: (alert) =>
    message(
      "alert.memory",
      "The hub used {value} of its memory in the last {minutes} minutes (limit: {limit}).",
      all(alert),
    ),
  failedSignIns: (alert) =>
    message(
      "alert.failedSignIns",
      "{value} requests to the gateway had no valid token in the last {minutes} minutes (limit: {limit}).",
      all(alert),
    ),
};

const all = (alert: Alert) => ({ value: valueText(alert), limit: limitText(alert), minutes: alert.minutes });

/** The next step of each. */
const steps: Readonly<Record<AlertRule, () => string>> = {
  errorRate: () =>
    message("alert.errorRateStep", "Look at the errors by server in the metrics, and at that server's log."),
  slowCalls: () => message("alert.slowCallsStep", "Compare the server's part with the whole time in the metrics."),
  connectionFailures: () =>
    message("alert.connectionFailuresStep", "Look at the state of the servers, and at the log of those that failed."),
  serverDown: () => message("alert.serverDownStep", "Its state names the reason; restart it when that is fixed."),
  cpu: () => message("alert.cpuStep", "Look at the calls in a minute by client, and limit the busiest one."),
  memory: () => message("alert.memoryStep", "Look at the sizes of results, and at the number of servers."),
  failedSignIns: () =>
    message("alert.failedSignInsStep", "The log names the addresses; revoke a token that may be known to others."),
};

const topics: Readonly<Record<AlertRule, (alert: Alert) => string>> = {
  errorRate: () => message("alert.errorRateTopic", "failed calls."),
  slowCalls: () => message("alert.slowCallsTopic", "slow calls."),
  connectionFailures: () => message("alert.connectionFailuresTopic", "failed connections."),
  serverDown: (alert) => message("alert.serverDownTopic", "{server} was away.", { server: alert.server ?? "" }),
  cpu: () => message("alert.cpuTopic", "the load of the processor."),
  memory: () => message("alert.memoryTopic", "the use of memory."),
  failedSignIns: () => message("alert.failedSignInsTopic", "requests without a valid token."),
};
