import type { ConnectionState } from "../src/protocol/connectionState";
import type { CatalogCounts, HubPhase, LogLevel, Stamped } from "../src/protocol/hubEvent";
import type { ServerView } from "../src/protocol/hubView";
import { message } from "../src/protocol/message";
import { describeBreaker, describeRate, describeState } from "../src/protocol/summary";
import type { CallEvent } from "./callRow";
import { phaseWords } from "./phaseWords";
import type { Row } from "./row";
import { doorWords } from "./rowDetails";
import { offerWords } from "./servers/offerWords";

/** The row for a single event; `undefined` for an event that does not need to be shown. */
export function eventRow(event: Exclude<Stamped, CallEvent>): Row | undefined {
  const { seq: id, at } = event;
  switch (event.type) {
    case "hub.phase":
      return { id, at, kind: "hub", level: "info", text: phaseText(event.phase) };
    case "hub.log":
      return { id, at, kind: "hub", level: event.level, text: event.text };
    case "config.read":
      return { id, at, kind: "hub", ...problems(event.problems) };
    case "server.order":
      return undefined;
    case "server.added":
      return stateRow(
        event,
        message("page.eventRow.configuredInTheScopeSettings", "Configured in the {scope} settings", {
          scope: event.scope,
        }),
      );
    case "server.removed":
      return stateRow(event, message("page.eventRow.removedFromTheSettings", "Removed from the settings"));
    case "server.state":
      return stateRow(event, stateWords(event), stateLevel(event.state));
    case "server.account":
      return stateRow(
        event,
        event.account === undefined
          ? message("page.eventRow.notSignedIn", "Not signed in")
          : message("page.eventRow.signedInAsAccount", "Signed in as {account}", { account: event.account }),
      );
    case "server.catalog": {
      const offer = offerWords(event.counts); // empty after a stop, which has a row of its own
      return offer ? stateRow(event, message("page.eventRow.offersOffer", "Offers {offer}", { offer })) : undefined;
    }
    case "server.log": {
      const kind = event.from === "stdout" ? "stderr" : event.from; // what a program prints, wherever
      return { id, at, kind, level: event.level, server: event.server, text: event.text };
    }
    case "breaker.changed":
      return stateRow(event, describeBreaker(event), event.state === "open" ? "warning" : "info");
    case "rate.changed":
      return stateRow(event, describeRate(event));
    case "question.asked": {
      const subject = subjectOf(event);
      return stateRow(
        event,
        event.kind === "approval"
          ? message("page.eventRow.youWereAskedWhetherSubject", "You were asked whether {subject} may run", { subject })
          : message("page.eventRow.youWereAskedSubject", "You were asked: {subject}", { subject }),
      );
    }
    case "question.answered":
      return stateRow(event, `${answerWords[event.answer]}: ${subjectOf(event)}`);
    case "grant.added": {
      const { who, what } = grantWords(event);
      return stateRow(event, message("page.eventRow.allowedWhoWhat", "Allowed {who}: {what}", { who, what }));
    }
    case "grant.revoked": {
      const { who: value, what: tool } = grantWords(event);
      return stateRow(
        event,
        message("page.eventRow.noLongerAllowedForValue", "No longer allowed for {value}: {tool}", { value, tool }),
      );
    }
    case "pin.added": // hundreds may come at once
      return undefined;
    case "pin.changed":
      return stateRow(
        event,
        message("page.eventRow.changedSinceYouAllowedIt", "Changed since you allowed it: {event}", {
          event: pinnedWords(event),
        }),
        "warning",
      );
    case "pin.accepted":
      return stateRow(
        event,
        message("page.eventRow.changeAcceptedEvent", "Change accepted: {event}", { event: pinnedWords(event) }),
      );
    case "launch.decided":
      return stateRow(event, launchWords[event.answer]);
    case "grant.forgotten":
      return stateRow(event, message("page.eventRow.whatWasAllowedIsForgotten", "What was allowed is forgotten"));
    case "server.trusted":
      return stateRow(
        event,
        event.trusted
          ? message("page.eventRow.itsAnnotationsAreTrusted", "Its annotations are trusted")
          : message("page.eventRow.itsAnnotationsAreNoLonger", "Its annotations are no longer trusted"),
      );
    case "choice.changed":
      return stateRow(
        event,
        event.profile === undefined
          ? message("page.eventRow.choiceChanged", "What is turned on has changed")
          : message("page.eventRow.profileChanged", "What is turned on has changed; profile: {profile}", {
              profile: event.profile,
            }),
      );
    case "server.signInFailed":
      return stateRow(event, event.error.message, "warning");
    case "server.refused": // what comes of it makes a row: a state, or the end of a call
    case "server.signedIn":
    case "server.signedOut": // `server.account` makes a row of it
    case "config.changed": // each server that came, went or changed makes a row of its own
    case "server.ping":
    case "wire.message":
    case "queue.changed":
      return undefined;
    case "server.tasks": {
      const tools = event.left.map(({ tool }) => tool).join(", ");
      if (tools === "") return undefined;
      return stateRow(
        event,
        message("page.eventRow.leftoverTasksFromEarlierCalls", "Leftover tasks from earlier calls: {tools}", { tools }),
      );
    }
    case "server.notification": {
      const { server, method, params } = event;
      if (method === "notifications/message") return undefined; // its server.log event makes the row
      const kind = method === "notifications/progress" ? "progress" : "notification";
      const text = params && params !== "{}" ? `${method} ${params}` : method;
      return { id, at, kind, level: "info", server, text, params };
    }
  }
}

/** A row that says how a server, or the hub, stands now. */
const stateRow = (
  { seq: id, at, server }: Pick<Stamped, "seq" | "at"> & { readonly server?: string },
  text: string,
  level: LogLevel = "info",
): Row => ({ id, at, kind: "state", level, ...(server !== undefined && { server }), text });

const grantWords = ({ caller, tool }: Extract<Stamped, { readonly type: "grant.added" | "grant.revoked" }>) => ({
  who: caller.client?.name ?? doorWords[caller.door],
  what: tool ?? message("page.eventRow.everyTool", "every tool"),
});

const pinnedWords = ({ of, name }: Extract<Stamped, { readonly type: "pin.changed" | "pin.accepted" }>): string =>
  of === "instructions"
    ? message("page.eventRow.itsInstructions", "its instructions")
    : message("page.eventRow.theOfName", "the {of} {name}", { of, name });

/** What a question is about: for a call its tool, as the person saw it. */
const subjectOf = ({
  kind,
  about,
}: Extract<Stamped, { readonly type: "question.asked" | "question.answered" }>): string =>
  kind === "approval" && about ? `"${about.tool}"` : questionWords[kind];

const questionWords = {
  approval: message("page.eventRow.aCall", "a call"),
  form: message("page.eventRow.aFormOfTheServer", "a form of the server"),
  url: message("page.eventRow.anAddressToVisit", "an address to visit"),
  sampling: message("page.eventRow.aRequestToALanguage", "a request to a language model"),
  input: message("page.eventRow.aValueThatIsMissing", "a value that is missing"),
  launch: message("page.eventRow.newServers", "new servers"),
} as const;

const launchWords = {
  allowed: message("page.eventRow.youAllowedItToRun", "You allowed it to run"),
  refused: message("page.eventRow.youDidNotAllowIt", "You did not allow it to run"),
  revoked: message("page.eventRow.itMayNoLongerRun", "It may no longer run"),
} as const;

const answerWords = {
  allowed: message("page.eventRow.youAllowed", "You allowed"),
  refused: message("page.eventRow.youRefused", "You refused"),
  gone: message("page.eventRow.noLongerNeeded", "No longer needed"),
} as const;

const noCounts: CatalogCounts = { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 };

function stateWords({ server, state }: Extract<Stamped, { readonly type: "server.state" }>): string {
  if (state.kind === "ready") {
    const { name, version, protocolVersion, transport } = state.info;
    return message(
      "page.eventRow.readyNameVersionOverTransport",
      "Ready: {name} {version} over {transport}, protocol {protocolVersion}",
      { name, version, transport, protocolVersion },
    );
  }
  // Only the state matters here. The wording matches the tree and the status bar.
  const seen: ServerView = { id: server, label: server, scope: "user", state, counts: noCounts, inFlight: 0 };
  return describeState(seen);
}

function stateLevel({ kind }: ConnectionState): LogLevel {
  if (kind === "failed") return "error";
  return kind === "needs-auth" || kind === "needs-consent" || kind === "waiting" ? "warning" : "info";
}

function problems(list: Extract<Stamped, { readonly type: "config.read" }>["problems"]): Pick<Row, "level" | "text"> {
  if (list.length === 0) return { level: "info", text: message("page.eventRow.settingsRead", "Settings read") };
  const lines = list.map(({ path, message }) => `${path.join(" › ")}: ${message}`);
  const level = list.some(({ severity }) => severity === "error") ? "error" : "warning";
  const count =
    list.length === 1
      ? message("page.eventRow.oneProblem", "1 problem")
      : message("page.eventRow.listProblems", "{list} problems", { list: list.length });
  return {
    level,
    text: message("page.eventRow.settingsReadCountLines", "Settings read, {count}: {lines}", {
      count,
      lines: lines.join("\n"),
    }),
  };
}

const phaseText = (phase: HubPhase): string =>
  message("page.eventRow.theHubIsValue", "The hub is {value}", { value: phaseWords[phase] });
