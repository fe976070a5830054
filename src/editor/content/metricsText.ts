import type { CallFigures, ServerFigures } from "../../core/hub/metrics";
import { lasting } from "../../core/kernel/timeLimit";
import { escapeMarkdown } from "../../core/presentation/markdown";
import type { HubErrorCode } from "../../protocol/hubErrorCode";
import { message, nameOfServer } from "../../protocol/message";

/** The metrics of all servers and their tools as Markdown. What was never called has no table. `none`: said where there is no server. */
export function metricsText(servers: readonly ServerFigures[], none: string): string {
  const title = `# ${message("metrics.title", "MCP Hub: metrics")}`;
  const sections = servers.length > 0 ? servers.map(serverText) : [none];
  return [title, ...sections].join("\n\n").concat("\n");
}

function serverText({ server, uptimeMs, restarts, waiting, tools, toolsBeyond, ...all }: ServerFigures): string {
  const facts = [
    uptimeMs > 0
      ? message("metrics.up", "Connected for {time}.", { time: lasting(uptimeMs) })
      : message("metrics.down", "Not connected."),
    ...(restarts > 0 ? [message("metrics.restarts", "Restarts: {restarts}.", { restarts })] : []),
    ...(waiting > 0 ? [message("metrics.waiting", "Waiting calls: {waiting}.", { waiting })] : []),
    ...(wasCalled(all) ? [] : [message("metrics.noCalls", "No calls yet.")]),
  ].join(" ");
  return [
    `## ${escapeMarkdown(nameOfServer(server))}`,
    facts,
    ...(wasCalled(all) ? [callsText(all, tools, toolsBeyond)] : []),
  ].join("\n\n");
}

function callsText(all: CallFigures, tools: ServerFigures["tools"], beyond: CallFigures | undefined): string {
  const called = Object.entries(tools).filter(([, figures]) => wasCalled(figures));
  return [
    ...errorsText(all),
    `| ${columns().join(" | ")} |`,
    "|---|---:|---:|---:|---:|---:|---:|---:|---|",
    row(message("metrics.all", "all"), all),
    ...called.map(([name, figures]) => row(escapeMarkdown(name, 64), figures)),
    ...(beyond && wasCalled(beyond) ? [row(message("metrics.others", "others"), beyond)] : []),
  ].join("\n");
}

const wasCalled = (figures: CallFigures): boolean => total(figures) > 0 || figures.inFlight > 0;

function row(name: string, { outcomes, retries, inFlight, ms, breaker }: CallFigures): string {
  const counts = [total({ outcomes }), outcomes.failed, retries, inFlight];
  const hasAnswers = outcomes.ok + outcomes["tool-error"] > 0;
  const times = [ms.p50, ms.p95, ms.p99].map((time) => (hasAnswers ? lasting(time) : ""));
  return `| ${[name, ...counts, ...times, breakerWords[breaker]()].join(" | ")} |`;
}

const total = ({ outcomes }: Pick<CallFigures, "outcomes">): number =>
  Object.values(outcomes).reduce((sum, count) => sum + count, 0);

function errorsText({ errors }: Pick<CallFigures, "errors">): readonly string[] {
  const counts = codes
    .flatMap((code) => (errors[code] ? [`${failureWords[code]()} (${errors[code]})`] : []))
    .join(", ");
  return counts === "" ? [] : [message("metrics.errors", "Failures: {counts}.", { counts }), ""];
}

const columns = (): readonly string[] => [
  message("metrics.tool", "Tool"),
  message("metrics.calls", "Calls"),
  message("metrics.failed", "Failed"),
  message("metrics.retried", "Retried"),
  message("metrics.inFlight", "In flight"),
  ...["p50", "p95", "p99"],
  message("metrics.breaker", "Breaker"),
];

const breakerWords: Readonly<Record<CallFigures["breaker"], () => string>> = {
  closed: () => message("metrics.breakerClosed", "calls pass"),
  open: () => message("metrics.breakerOpen", "calls are refused"),
  "half-open": () => message("metrics.breakerTrial", "one trial call"),
};

/** Why calls failed, in words. */
const failureWords: Readonly<Record<HubErrorCode, () => string>> = {
  "bad-arguments": () => message("failure.badArguments", "wrong arguments"),
  "bad-config": () => message("failure.badConfig", "a mistake in the settings"),
  cancelled: () => message("failure.cancelled", "cancelled"),
  "circuit-open": () => message("failure.circuitOpen", "refused by the circuit breaker"),
  denied: () => message("failure.denied", "not allowed"),
  exited: () => message("failure.exited", "the program ended"),
  forbidden: () => message("failure.forbidden", "access refused by the server"),
  internal: () => message("failure.internal", "a defect of the hub"),
  "needs-auth": () => message("failure.needsAuth", "sign-in needed"),
  "needs-consent": () => message("failure.needsConsent", "not allowed to run yet"),
  "needs-input": () => message("failure.needsInput", "a value was missing"),
  "not-connected": () => message("failure.notConnected", "not connected"),
  protocol: () => message("failure.protocol", "an answer that breaks the protocol"),
  "queue-full": () => message("failure.queueFull", "too many calls waiting"),
  "rate-limited": () => message("failure.rateLimited", "rate limit"),
  "result-expired": () => message("failure.resultExpired", "the result was no longer kept"),
  "server-error": () => message("failure.serverError", "an error of the server"),
  "session-lost": () => message("failure.sessionLost", "the session was lost"),
  "spawn-failed": () => message("failure.spawnFailed", "the program did not start"),
  timeout: () => message("failure.timeout", "took too long"),
  "too-many-subscriptions": () => message("failure.tooManySubscriptions", "too many subscriptions"),
  transport: () => message("failure.transport", "the connection broke"),
  "unknown-resource": () => message("failure.unknownResource", "no such resource"),
  "unknown-server": () => message("failure.unknownServer", "no such server"),
  "unknown-task": () => message("failure.unknownTask", "no such task"),
  "unknown-tool": () => message("failure.unknownTool", "no such tool"),
  "unreadable-result": () => message("failure.unreadableResult", "a result in an unknown form"),
  unsupported: () => message("failure.unsupported", "no tool for this method of a service"),
  untrusted: () => message("failure.untrusted", "the workspace is not trusted"),
};

const codes = Object.keys(failureWords).filter((code): code is HubErrorCode => code in failureWords);
