import type { HubEvent, LogLevel, ServerId } from "../../protocol/hubEvent";
import type { HubView } from "../../protocol/hubView";
import { englishOf, inEnglish, message } from "../../protocol/message";
import { describeBreaker, describeRate, describeState } from "../../protocol/summary";

/** One entry of a server's log, or without a server of the hub's log. */
export interface LogLine {
  readonly server?: ServerId;
  readonly level: LogLevel;
  readonly text: string;
}

/** The log entry for an event; `undefined` if the event is not logged. The texts of events are already clean. */
export const logLine = (event: HubEvent, view: HubView): LogLine | undefined => inEnglish(() => lineOf(event, view));

function lineOf(event: HubEvent, view: HubView): LogLine | undefined {
  switch (event.type) {
    case "hub.phase":
      return { level: "debug", text: message("log.phase", "The hub is {phase}.", { phase: event.phase }) };
    case "hub.log":
      return { level: event.level, text: englishOf(event.text) };
    case "config.read":
      return configLine(event);
    case "server.added":
    case "server.order":
      return undefined;
    case "server.removed":
      return { level: "info", text: message("log.removed", "{server} was removed.", { server: event.server }) };
    case "server.state": {
      const { server } = event;
      const known = view.servers.find(({ id }) => id === server);
      const level = event.state.kind === "failed" ? "error" : "error" in event.state ? "warning" : "info";
      return known && { server, level, text: `[state] ${describeState({ ...known, state: event.state })}` };
    }
    case "server.account": {
      const text =
        event.account === undefined
          ? message("log.signedOut", "no account is signed in")
          : message("log.signedIn", "signed in as {account}", { account: event.account });
      return { server: event.server, level: "info", text: `[account] ${text}` };
    }
    case "server.catalog": {
      const { tools, resources, resourceTemplates: templates, prompts } = event.counts;
      const text = message(
        "log.catalog",
        "tools: {tools}, resources: {resources}, templates: {templates}, prompts: {prompts}",
        { tools, resources, templates, prompts },
      );
      return { server: event.server, level: "info", text: `[catalog] ${text}` };
    }
    case "server.log":
      return { server: event.server, level: event.level, text: `[${event.from}] ${englishOf(event.text)}` };
    case "server.notification":
      // A log message is a line of its own.
      if (event.method === "notifications/message") return undefined;
      return { server: event.server, level: "debug", text: `[notification] ${event.method} ${event.params}` };
    case "breaker.changed":
      return {
        server: event.server,
        level: event.state === "open" ? "warning" : "info",
        text: `[breaker] ${describeBreaker(event)}`,
      };
    case "queue.changed":
      return {
        server: event.server,
        level: "debug",
        text: `[queue] ${message("log.queue", "waiting calls: {count}", { count: event.waiting })}`,
      };
    case "rate.changed":
      return { server: event.server, level: "info", text: `[rate] ${describeRate(event)}` };
    case "server.tasks": {
      const tools = event.left.map(({ tool }) => tool).join(", ");
      const text =
        tools === ""
          ? message("log.noTasks", "none from an earlier session")
          : message("log.tasks", "from an earlier session: {tools}", { tools });
      return { server: event.server, level: "info", text: `[tasks] ${text}` };
    }
    case "question.asked":
      return {
        server: event.server,
        level: "debug",
        text: `[question] ${message("log.asked", "asked: {kind}", { kind: event.kind })}`,
      };
    case "question.answered": {
      const { kind, answer } = event;
      const text = message("log.answered", "{kind}: {answer} after {ms} ms", {
        kind,
        answer,
        ms: Math.round(event.ms),
      });
      return { server: event.server, level: "info", text: `[question] ${text}` };
    }
    case "grant.added":
      return { server: event.server, level: "info", text: `[approval] ${grantText(event)}` };
    case "grant.revoked":
      return { server: event.server, level: "info", text: `[approval] ${revokedText(event)}` };
    case "pin.added":
      return { server: event.server, level: "debug", text: `[pin] ${pinText(event)}` };
    case "pin.changed":
      return { server: event.server, level: "warning", text: `[pin] ${pinText(event)}` };
    case "pin.accepted":
      return { server: event.server, level: "info", text: `[pin] ${pinText(event)}` };
    case "grant.forgotten": {
      const text = `[approval] ${message("log.forgotten", "all approvals were forgotten")}`;
      return { level: "info", text, ...(event.server !== undefined && { server: event.server }) };
    }
    case "launch.decided": {
      const text = message("log.launch", "that it runs: {answer}", { answer: event.answer });
      return { server: event.server, level: "info", text: `[approval] ${text}` };
    }
    case "server.trusted": {
      const text = event.trusted
        ? message("log.trusted", "the server's annotations are trusted")
        : message("log.notTrusted", "the server's annotations are not trusted");
      return { server: event.server, level: "info", text: `[approval] ${text}` };
    }
    case "server.ping": {
      const text = event.ok
        ? message("log.pinged", "answered in {ms} ms", { ms: Math.round(event.ms ?? 0) })
        : message("log.notPinged", "no answer");
      return { server: event.server, level: "debug", text: `[ping] ${text}` };
    }
    case "server.signInFailed":
      return { server: event.server, level: "warning", text: `[account] ${englishOf(event.error.message)}` };
    case "server.refused": {
      const text = message("log.refused", "the server refused a request (HTTP {status})", { status: event.status });
      return { server: event.server, level: "debug", text: `[account] ${text}` };
    }
    case "choice.changed": {
      const { profile } = event;
      const text =
        profile === undefined
          ? message("log.choice", "What is turned on has changed.")
          : message("log.choiceInProfile", 'What is turned on has changed. The profile is "{profile}".', { profile });
      return { level: "info", text };
    }
    case "config.changed":
    case "server.signedIn":
    case "server.signedOut":
    case "wire.message":
      return undefined;
    default:
      return callLine(event);
  }
}

function configLine({ problems }: Extract<HubEvent, { type: "config.read" }>): LogLine | undefined {
  if (problems.length === 0) return undefined;
  const lines = problems.map((problem) => `${problem.path.join(" › ")}: ${englishOf(problem.message)}`);
  return { level: "warning", text: [message("log.problems", "The settings have problems:"), ...lines].join("\n") };
}

function grantText({ caller, tool, span }: Extract<HubEvent, { type: "grant.added" }>): string {
  const who = caller.client?.name ?? caller.door;
  return tool === undefined
    ? message("log.grantedAll", "{who} may call every tool ({span})", { who, span })
    : message("log.granted", "{who} may call {tool} ({span})", { who, tool, span });
}

function revokedText({ caller, tool }: Extract<HubEvent, { type: "grant.revoked" }>): string {
  const who = caller.client?.name ?? caller.door;
  return tool === undefined
    ? message("log.revokedAll", "{who} may no longer call every tool", { who })
    : message("log.revoked", "{who} may no longer call {tool}", { who, tool });
}

function pinText(event: Extract<HubEvent, { type: "pin.added" | "pin.changed" | "pin.accepted" }>): string {
  const { of, name } = event;
  const what = of === "instructions" ? of : `${of} ${name}`;
  switch (event.type) {
    case "pin.added":
      return message("log.pinned", "{what} is pinned as {digest}", { what, digest: event.digest });
    case "pin.changed": {
      const values = { what, pinned: event.pinned, digest: event.digest };
      return message("log.pinChanged", "{what} changed from {pinned} to {digest}", values);
    }
    case "pin.accepted":
      return message("log.pinAccepted", "the change of {what} to {digest} was accepted", {
        what,
        digest: event.digest,
      });
  }
}

type CallEvent = Extract<
  HubEvent,
  { type: "call.started" | "call.progress" | "call.retried" | "call.task" | "call.ended" }
>;

function callLine(event: CallEvent): LogLine {
  const { server, call, tool } = event;
  const named = `[${call}] ${tool}`;
  switch (event.type) {
    case "call.started":
      return {
        server,
        level: "info",
        text: message("log.called", "{call} called by {caller}: {args}", {
          call: named,
          caller: event.caller.client?.name ?? event.caller.door,
          args: event.args,
        }),
      };
    case "call.progress": {
      const total = event.total === undefined ? "" : `/${event.total}`;
      return { server, level: "debug", text: `${named} ${event.progress}${total} ${event.message ?? ""}`.trimEnd() };
    }
    case "call.retried": {
      const text = message("log.retried", "{call} failed at attempt {attempt}, retrying in {ms} ms. {error}", {
        call: named,
        attempt: event.attempt,
        ms: Math.round(event.waitMs),
        error: englishOf(event.error.message),
      });
      return { server, level: "warning", text };
    }
    case "call.task":
      return { server, level: "info", text: message("log.task", "{call} runs as a task", { call: named }) };
    case "call.ended": {
      const level = event.outcome === "failed" ? "error" : event.outcome === "ok" ? "info" : "warning";
      const { outcome } = event;
      // What was refused did not run.
      const ended =
        outcome === "denied"
          ? message("log.endedUnsent", "{call} ended: {outcome}", { call: named, outcome })
          : message("log.ended", "{call} ended: {outcome} after {ms} ms", {
              call: named,
              outcome,
              ms: Math.round(event.ms),
            });
      return { server, level, text: event.error ? `${ended}. ${englishOf(event.error.message)}` : ended };
    }
  }
}
