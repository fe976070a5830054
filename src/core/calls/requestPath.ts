import type { HubEvent } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { Choice } from "../access/choice";
import type { Options } from "../config/schema/settings";
import type { Clock } from "../kernel/clock";
import type { Event } from "../kernel/emitter";
import { HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import { inWords, withinTime } from "../kernel/timeLimit";
import type { Pins } from "../pins/pins";
import type { QuestionDesk } from "../questions/questionDesk";
import { approve } from "./approval/approve";
import type { AskPerson, Grants } from "./approval/grants";
import type { Organization } from "./approval/organization";
import { type PseudoMethod, pseudoTools } from "./approval/pseudoTools";
import { otherResults, ReadResults } from "./approval/readResults";
import { rulings } from "./approval/ruling";
import { scoped } from "./approval/scoped";
import { switchedOn } from "./approval/switchedOn";
import { audited, type CallAudit } from "./audited";
import { batch } from "./batch/batch";
import { standIns } from "./batch/standIn";
import { budget, type CallOptionsOf } from "./budget";
import { callOptions } from "./callOptions";
import { deadline } from "./deadline";
import type { KeptResults } from "./keptResults";
import { Breakers, guard } from "./limits/guard";
import { Limits } from "./limits/limit";
import { type Digest, observe } from "./observe";
import { pinned } from "./pinned";
import { prepare } from "./prepare";
import { asConfigured } from "./presented/asConfigured";
import { chooseFields } from "./presented/chooseFields";
import type { Requests, ServerAsk } from "./requests";
import { retry } from "./retry";
import type { PinnedOptions, ServerAccess } from "./serverAccess";
import { Shared } from "./share";
import { type Handler, newCall, type OuterLayer, pipeline, type ToolCall } from "./toolCall";
import { trim } from "./trim";

export interface RequestPathParts {
  readonly servers: ServerAccess;
  readonly options: () => Options;
  readonly grants: Grants;
  /** What organizations deny or want asked; without it, nothing. */
  readonly organization?: Organization;
  /** What the person has turned off; missing where nobody can. */
  readonly choice?: Pick<Choice, "rule"> | undefined;
  readonly ask: AskPerson;
  /** Which results conversations have read; one of its own where none is given. */
  readonly read?: ReadResults;
  readonly desk: QuestionDesk;
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
  /** What the person agreed to; without it, nothing is pinned. */
  readonly pins?: Pick<Pins, "modeOf" | "stateOf" | "agree" | "isStill">;
  /** The stream: it says when a kept answer is out of date, and when a server is gone. Without it no answer is kept. */
  readonly onEvent?: Event<HubEvent>;
  /** Given where a record is kept of calls. */
  readonly audit?: CallAudit;
  /** Given where results are looked at after their call has ended, and where callers ask for less than the whole (`ToolCall.trimTo`). */
  readonly kept?: KeptResults;
  /** Given where a command resets them. */
  readonly breakers?: Breakers;
  /** A faster SHA-256 than the one in plain JavaScript, where the platform has one. */
  readonly digest?: Digest;
  /** For the spread of waits, from 0 up to 1; `Math.random` where it is missing. */
  readonly random?: () => number;
}

/**
 * The path of every request, whatever door it came in by: the outer layers are the same for all, and this list is the policy of the
 * product. Only calls of tools pass the layers that share, repeat and limit.
 */
export function requestPath(parts: RequestPathParts): Requests {
  const { servers, options, clock, publish } = parts;
  const reported = observe(publish, clock, parts.digest, parts.desk.personTime);
  const remembered = parts.kept?.calls.layer;
  const observed: OuterLayer = remembered ? (next) => reported(remembered(next)) : reported;
  const optionsOf = callOptions(options, servers.definition.bind(servers));
  const trusts = parts.grants.trusts.bind(parts.grants);
  const { reason, noted } = otherResults({
    options,
    optionsOf,
    trusts,
    read: parts.read ?? new ReadResults(),
  });
  const ask: AskPerson = (call, tool, signal) => {
    const askedBecause = reason(call);
    call.onAsking?.(true);
    return parts
      .ask({ ...call, ...(askedBecause !== undefined && { askedBecause }) }, tool, signal)
      .finally(() => call.onAsking?.(false));
  };
  const allowed = withAudit(approve({ ...parts, ask, reason }), parts.audit);
  const approved: OuterLayer = (send) => allowed(noted(send));
  const compared: OuterLayer = parts.pins ? pinned({ ...parts, pins: parts.pins }) : (next) => next;
  const chosen = { ...parts, optionsOf, trusts };
  const inScope: OuterLayer = (send) => scoped(chosen)(switchedOn(chosen)(send));
  const outer: OuterLayer = (send) => observed(inScope(compared(approved(send))));
  const offers = pseudoTools();

  /** A request that is not the call of a tool, within the limits of one. */
  const request = <R, A extends ServerAsk>(
    method: PseudoMethod,
    argsOf: (ask: A) => ToolCall["args"],
    what: (ask: A) => string,
    send: (ask: A, options: PinnedOptions) => Promise<R>,
  ) => {
    const offered = offers[method];
    return (ask: A): Promise<R> => {
      const { server, caller, answers, byHand, conversation, request, signal, onProgress, onAsking, onAsked } = ask;
      const named = { server, caller, method, tool: method, args: argsOf(ask), signal, offered };
      const heard = {
        ...(onProgress && { onProgress }),
        ...(onAsking && { onAsking }),
        ...(onAsked && { onAsked }),
      };
      const where = {
        ...(conversation !== undefined && { conversation }),
        ...(request !== undefined && { request }),
        ...(answers && { answers }),
      };
      const call = newCall({ ...named, ...(byHand && { byHand }), ...where, ...heard });
      return outer((inner) => inTime(inner, what(ask), (limited) => send(ask, limited)))(call);
    };
  };

  const inTime = <R>(call: ToolCall, what: string, send: (options: PinnedOptions) => Promise<R>): Promise<R> => {
    const { callTimeoutSeconds, callLimitSeconds } = options();
    const limits = { idleMs: callTimeoutSeconds * 1000, totalMs: callLimitSeconds * 1000 };
    const onTimeout = (ms: number) => tooSlow(what, ms);
    return withinTime({ clock, signal: call.signal, what, onTimeout, ...limits }, (signal, { extend }) =>
      send({
        signal,
        id: call.id,
        onAlive: extend,
        ...(call.answers && { answers: call.answers }),
        ...(call.pin && { pin: call.pin }),
        onProgress: (progress) => {
          extend();
          call.onProgress?.(progress);
        },
      }),
    );
  };

  return {
    callTool: toolPath(
      parts,
      (next) => observed(inScope(next)),
      (next) => compared(approved(next)),
      optionsOf,
    ),
    readResource: request(
      "resources/read",
      ({ uri }: ServerAsk & { readonly uri: string }) => ({ uri }),
      ({ server, uri }) => message("calls.reading", 'Reading "{uri}" from "{server}"', { uri: safeLine(uri), server }),
      ({ server, uri }, limited) => servers.readResource(server, uri, limited),
    ),
    getPrompt: request(
      "prompts/get",
      ({ name, args }: Parameters<Requests["getPrompt"]>[0]) => ({ name, arguments: args }),
      ({ server, name }) =>
        message("calls.gettingPrompt", 'Getting "{name}" from "{server}"', { name: safeLine(name), server }),
      ({ server, name, args }, limited) => servers.getPrompt(server, name, args, limited),
    ),
    complete: request(
      "completion/complete",
      ({ of }: Parameters<Requests["complete"]>[0]) => ({ ...of }),
      ({ server, of }) =>
        message("calls.completing", 'Completing "{argument}" of "{server}"', {
          argument: safeLine(of.argument),
          server,
        }),
      ({ server, of }, limited) => servers.complete(server, of, limited),
    ),
    skills: request(
      "skills/list",
      (_: ServerAsk) => ({}),
      ({ server }) => message("calls.listingSkills", 'Listing the skills of "{server}"', { server }),
      ({ server }, { signal }) => servers.skills(server, signal),
    ),
    followTask: ({ task, ...ask }) =>
      pipeline(
        withAudit(observed, parts.audit),
        budget(optionsOf, clock),
        chooseFields(optionsOf),
        deadline(optionsOf, clock),
      )((call) => servers.followTask(call, task.key))(newCall({ ...ask, tool: task.tool, args: {} })),
  };
}

/** A layer, and the audit below it: what the layer refuses is in the events alone. */
const withAudit = (layer: OuterLayer, audit: CallAudit | undefined): OuterLayer => {
  if (!audit) return layer;
  const below = audited(audit);
  return (next) => layer(below(next));
};

/** The path of the call of a tool, below the door and above its server. */
function toolPath(
  parts: RequestPathParts,
  observed: OuterLayer,
  approved: OuterLayer,
  optionsOf: CallOptionsOf,
): Handler {
  const { servers, grants, clock, publish, onEvent, random = Math.random } = parts;
  const trusts = grants.trusts.bind(grants);
  const shared = new Shared({ optionsOf, trusts, clock, follows: onEvent !== undefined });
  const limits = new Limits({ optionsOf, clock, publish });
  const breakers = parts.breakers ?? new Breakers({ clock, publish });

  // Lives as long as the stream, which lets go of all its listeners.
  onEvent?.((event) => {
    shared.follow(event);
    if (event.type !== "server.removed") return;
    limits.forget(event.server);
    breakers.forget(event.server);
  });

  return pipeline(
    asConfigured(servers),
    observed,
    prepare(servers, optionsOf, clock),
    approved,
    budget(optionsOf, clock),
    ...(parts.kept ? [trim(parts.kept)] : []),
    chooseFields(optionsOf),
    shared.layer,
    retry({ optionsOf, trusts, clock, publish, random }),
    limits.layer,
    batch({ servers, optionsOf, clock, publish, standIn: standIns({ ruling: rulings(parts), pins: parts.pins }) }),
    guard(breakers, optionsOf, servers.isThere?.bind(servers)),
    deadline(optionsOf, clock),
  )((call) => servers.callTool(call.sentAs ? { ...call, ...call.sentAs } : call));
}

const tooSlow = (what: string, ms: number) =>
  new HubError(
    "timeout",
    message(
      "calls.tooSlow",
      "{what} took longer than {time}. See the server's log, or raise mcpHub.callTimeoutSeconds.",
      { what, time: inWords(ms) },
    ),
  );
