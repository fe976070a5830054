import type { AnswerSource, HubEvent, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { canonicalJson } from "../kernel/canonicalJson";
import type { Clock } from "../kernel/clock";
import { healthAfter } from "../kernel/errorTable";
import { HubError } from "../kernel/hubError";
import { inWords } from "../kernel/timeLimit";
import type { ToolResult } from "../messages/toolResult";
import { AnswerCache } from "./answerCache";
import { type CallOptionsOf, leftOf, limitMsOf } from "./budget";
import { type CallOptions, isKnownRead, type Trusts } from "./callOptions";
import { SharedRequest } from "./sharedRequest";
import { type Handler, type Layer, run, type ToolCall } from "./toolCall";

export interface ShareParts {
  readonly optionsOf: CallOptionsOf;
  readonly trusts: Trusts;
  readonly clock: Clock;
  /** Whether `follow` gets every event: without them nothing says when an answer is out of date, and none is kept. */
  readonly follows: boolean;
}

/** Arguments with a longer text are not compared, in characters. */
const keyLimit = 16 * 1024;

/**
 * Identical reads share one request, and answers are kept where the settings say so. Only tools that are known to change nothing share.
 * A call of any other tool of the server makes the kept answers old, and so does a change that the server reports.
 */
export class Shared {
  private readonly requests = new Map<ServerId, Map<string, SharedRequest>>();
  private readonly kept = new AnswerCache();
  /** Counts the changes of each server that has answers kept or on their way. */
  private readonly versions = new Map<ServerId, number>();

  constructor(private readonly parts: ShareParts) {}

  readonly layer: Layer = (next) => (call) => {
    const options = this.parts.optionsOf(call);
    if (!isKnownRead(call, options, this.parts.trusts)) return this.write(next, call);
    // A task has a limit of its own, which those that join could not keep. What a server hears of one caller is not for the others.
    if (isTask(call, options) || call.meta) return next(call);
    const args = canonicalJson(call.args, keyLimit);
    // What a client answers while a request runs is part of its result.
    const asked = call.answers?.key ?? "";
    return args === undefined ? next(call) : this.read(next, call, options, `${call.tool}\n${asked}\n${args}`);
  };

  /** Follows the stream, for changes of a server or of its settings. */
  follow(event: HubEvent): void {
    const replaced = replacedBy(event);
    if (replaced !== undefined) this.forget(replaced);
    const changed = changedBy(event);
    if (changed !== undefined) this.changed(changed);
  }

  private write(next: Handler, call: ToolCall): Promise<ToolResult> {
    const { server } = call;
    this.changed(server);
    return run(next, call).then(
      (result) => {
        this.changed(server);
        return result;
      },
      (error: unknown) => {
        this.changed(server); // whatever became of it
        throw error;
      },
    );
  }

  private async read(next: Handler, call: ToolCall, options: CallOptions, key: string): Promise<ToolResult> {
    const { clock, follows } = this.parts;
    const kept = follows ? this.kept.get(call.server, key) : undefined;
    const age = kept ? clock.now() - kept.at : 0;
    if (kept?.fresh && age >= 0 && age < options.cacheSeconds * 1000) return noted(call, "cache", kept.result);
    try {
      return await this.request(next, call, options, key);
    } catch (error) {
      if (!mayStandIn(error, call)) throw error;
      const last = this.kept.get(call.server, key);
      const lastAge = last ? clock.now() - last.at : 0;
      if (!last || lastAge < 0 || lastAge >= options.staleAnswerSeconds * 1000) throw error;
      return noted(call, "stale", stale(last.result, lastAge, error));
    }
  }

  private async request(next: Handler, call: ToolCall, options: CallOptions, key: string): Promise<ToolResult> {
    const { clock } = this.parts;
    const limitMs = limitMsOf(call, options);
    const running = this.requests.get(call.server)?.get(key);
    if (!running || running.isOver) return this.first(next, call, key).join(call, clock, limitMs);
    try {
      return noted(call, "shared", await running.join(call, clock, limitMs));
    } catch (error) {
      // The request had the limit of the one who began it; this caller came later and may have time left.
      const ranOut = error instanceof HubError && error.code === "timeout" && clock.now() >= running.endsAt;
      if (ranOut && !call.signal.aborted && leftOf(call, clock) > 0) return this.request(next, call, options, key);
      throw error;
    }
  }

  private first(next: Handler, call: ToolCall, key: string): SharedRequest {
    const { server } = call;
    const version = this.versions.get(server) ?? 0;
    this.versions.set(server, version);
    const ofServer = this.requests.get(server) ?? new Map<string, SharedRequest>();
    const ended = () => {
      if (ofServer.get(key) !== request) return;
      ofServer.delete(key);
      if (ofServer.size === 0 && this.requests.get(server) === ofServer) this.requests.delete(server);
    };
    const request = new SharedRequest(async (shared) => {
      const result = await next(shared);
      if (this.versions.get(server) === version) this.keep(call, key, result);
      return result;
    }, call);
    this.requests.set(server, ofServer.set(key, request));
    request.answer.then(ended, ended);
    return request;
  }

  private keep(call: ToolCall, key: string, result: ToolResult): void {
    const { cacheSeconds, staleAnswerSeconds, cacheMegabytes, cacheEntries } = this.parts.optionsOf(call);
    if (!this.parts.follows || result.isError || (cacheSeconds === 0 && staleAnswerSeconds === 0)) return;
    const most = { bytes: cacheMegabytes * 1024 * 1024, entries: cacheEntries };
    this.kept.put(call.server, key, result, this.parts.clock.now(), most);
  }

  /** A request in flight may already be out of date: it still answers those who wait, but no new caller joins it. */
  private changed(server: ServerId): void {
    const version = this.versions.get(server);
    if (version === undefined) return; // no answer of it was ever kept
    this.versions.set(server, version + 1);
    this.requests.delete(server);
    this.kept.age(server);
  }

  private forget(server: ServerId): void {
    this.changed(server);
    this.kept.forget(server);
  }
}

const isTask = ({ offered }: ToolCall, { runAsTask }: CallOptions): boolean =>
  offered?.task === "required" || (offered?.task === "optional" && runAsTask);

/** The server whose name may mean another server, or another account, from now on. */
function replacedBy(event: HubEvent): ServerId | undefined {
  if (event.type === "server.added" || event.type === "server.removed" || event.type === "server.account")
    return event.server;
  return event.type === "server.state" && event.state.kind === "needs-auth" ? event.server : undefined;
}

/** The server that may answer differently from now on. */
function changedBy(event: HubEvent): ServerId | undefined {
  switch (event.type) {
    case "server.catalog":
      return event.server;
    case "server.state":
      return event.state.kind === "ready" ? event.server : undefined;
    case "server.notification":
      return /list_changed$|\/updated$/.test(event.method) ? event.server : undefined;
    default:
      return undefined;
  }
}

/** A failure that is the caller's own, or a no, is not covered up. */
function mayStandIn(error: unknown, call: ToolCall): error is HubError {
  if (!(error instanceof HubError) || call.signal.aborted) return false;
  const health = healthAfter(error);
  if (health === "fails" || health === "lost") return true;
  return (["rate-limited", "circuit-open", "queue-full", "not-connected"] as const).some((code) => code === error.code);
}

function stale(result: ToolResult, ageMs: number, error: HubError): ToolResult {
  const text = message(
    "calls.staleAnswer",
    "This is the last known answer, from {age} ago. It may be out of date. There is no newer one: {why}",
    { age: inWords(ageMs), why: error.message },
  );
  return { ...result, staleMs: ageMs, content: [{ type: "text", text }, ...result.content] };
}

/** Says in the call's last event where its answer came from. */
function noted(call: ToolCall, served: AnswerSource, result: ToolResult): ToolResult {
  if (call.trace) call.trace.served = served;
  return result;
}
