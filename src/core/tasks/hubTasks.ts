import type { DetachedTask, HubEvent, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { isAsAgreed } from "../calls/pinned";
import type { ToolCall } from "../calls/toolCall";
import { definitionDigest } from "../config/schema/definitionDigest";
import type { ServerConnections } from "../connection/serverConnections";
import { neverAborted } from "../kernel/abortSignals";
import type { Clock } from "../kernel/clock";
import { asHubError, HubError } from "../kernel/hubError";
import type { StateStore } from "../kernel/ports";
import { safeLine } from "../kernel/redact";
import { inWords, withinTime } from "../kernel/timeLimit";
import type { StartedTask } from "../messages/task";
import type { ToolResult } from "../messages/toolResult";
import { type LastingParts, lastingCall, mayRunOn } from "./lastingCall";
import { type RememberedTask, RememberedTasks } from "./rememberedTasks";

/** The tasks that calls run as, as the doors see them. */
export interface Tasks {
  /** Ends the task of a call; the call fails as cancelled. Does nothing where the call is over. */
  cancel(call: string): void;
  /** Asks the server to stop a task that is left from before, and forgets it. */
  abandon(server: ServerId, key: string): Promise<void>;
  /** What is left from before, of all servers. */
  left(): readonly (DetachedTask & { readonly server: ServerId })[];
}

export interface HubTasksPorts {
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
  /** Where open tasks are kept over a reload; without it, they are not. */
  readonly state?: StateStore;
}

/** How long a server may take to report the status of a task, in milliseconds. */
const lookMs = 30_000;

/** How long a task is assumed to be kept if its server does not say, in milliseconds. */
const usualTtlMs = 24 * 60 * 60_000;

/** A detached task with what is needed to follow it. */
interface KnownTask extends DetachedTask {
  readonly digest: string;
  readonly id: string;
}

/** The tasks of this hub: those that calls wait for, and detached ones. */
export class HubTasks implements Tasks {
  private readonly remembered: RememberedTasks;
  /** The controllers that cancel each call that may be a task, by call id. */
  private readonly ends = new Map<string, AbortController>();
  /** The ids of tasks that a call waits for. */
  private readonly awaited = new Set<string>();
  private readonly detached = new Map<ServerId, readonly KnownTask[]>();
  private readonly seen = new Map<ServerId, number>();
  private lastKey = 0;

  constructor(
    private readonly ports: HubTasksPorts,
    /** The connections to a server. Throws if it is not part of the hub. */
    private readonly connections: (server: ServerId) => ServerConnections,
  ) {
    const { state, clock, publish } = ports;
    this.remembered = new RememberedTasks(
      state,
      () => clock.now(),
      (error) =>
        publish({
          type: "hub.log",
          level: "warning",
          text: message("tasks.notSaved", "An open task could not be saved for the next start: {reason}", {
            reason: safeLine(String(error), 500),
          }),
        }),
    );
  }

  /** Sends a call of a tool that may run as a task. `connections`: those of its client, where it has its own. */
  readonly send = (call: ToolCall, connections = this.connections(call.server)): Promise<ToolResult> =>
    this.run(call, connections);

  readonly follow = async (call: ToolCall, key: string): Promise<ToolResult> => {
    const { id } = this.find(call.server, key);
    this.drop(call.server, key);
    return this.run(call, this.connections(call.server), { id, tool: call.tool });
  };

  cancel(call: string): void {
    this.ends
      .get(call)
      ?.abort(new HubError("cancelled", message("tasks.cancelled", "The task was cancelled."), { begun: true }));
  }

  async abandon(server: ServerId, key: string): Promise<void> {
    const { digest, id } = this.find(server, key);
    this.drop(server, key);
    this.remembered.forget(digest, id);
    await this.inTime(server, (signal) =>
      this.connections(server).run(undefined, signal, (link) => link.cancelTask(id, signal)),
    );
  }

  left(): readonly (DetachedTask & { readonly server: ServerId })[] {
    return [...this.detached].flatMap(([server, tasks]) => tasks.map((task) => ({ ...shown(task), server })));
  }

  /** Must be called when a server has become ready: publishes which detached tasks the server still has. */
  ready(server: ServerId, since: number): void {
    if (this.seen.get(server) === since) return;
    this.seen.set(server, since);
    const digest = definitionDigest(this.connections(server).definition);
    const open = this.remembered.of(digest).filter(({ id }) => !this.awaited.has(id));
    if (open.length === 0 && !this.detached.has(server)) return;
    void Promise.all(open.map((task) => this.look(server, task))).then((looked) => {
      if (this.seen.get(server) !== since) return;
      this.replace(
        server,
        looked.flatMap((task) => (task && !this.awaited.has(task.id) ? [task] : [])),
      );
    });
  }

  /** Must be called when a server is no longer part of the hub. */
  forget(server: ServerId): void {
    this.seen.delete(server);
    this.detached.delete(server);
  }

  private async run(call: ToolCall, connections: ServerConnections, followed?: StartedTask): Promise<ToolResult> {
    const { clock } = this.ports;
    const digest = definitionDigest(connections.definition);
    const end = new AbortController();
    const signal = AbortSignal.any([call.signal, end.signal]);
    let id = followed?.id;
    const lasting: ToolCall = {
      ...call,
      signal,
      onTask: (task) => {
        id = task.id;
        this.awaited.add(id);
        this.remembered.add({ digest, id, tool: call.tool }, task.ttlMs ?? usualTtlMs);
        call.onTask?.(task);
      },
    };
    let mustCancelLater = false;
    const ended = () => id !== undefined && !mustCancelLater && this.remembered.forget(digest, id);
    if (id !== undefined) this.awaited.add(id);
    this.ends.set(call.id, end);
    try {
      const parts: LastingParts = {
        run: (callSignal, request) => connections.run(call.tool, callSignal, request),
        isAsAgreed: () => isAsAgreed(call.pin, connections.catalog),
        clock,
        isGone: () => connections.isGone,
        cancelledWhileAway: (task) => {
          mustCancelLater = true;
          this.remembered.markCancelled(digest, task.id);
        },
      };
      if (followed) call.onTask?.(followed);
      const result = await lastingCall(lasting, parts, followed);
      ended();
      return result;
    } catch (error) {
      if (signal.aborted || !mayRunOn(asHubError(error))) ended();
      throw error;
    } finally {
      this.ends.delete(call.id);
      if (id !== undefined) this.awaited.delete(id);
    }
  }

  /** A task that the server still has. `undefined` if it does not have it, does not answer, or was asked to stop it. */
  private async look(server: ServerId, task: RememberedTask): Promise<KnownTask | undefined> {
    const { digest, id, tool, cancelled } = task;
    try {
      const status = await this.inTime(server, (signal) =>
        this.connections(server).run(undefined, signal, async (link) => {
          if (cancelled) await link.cancelTask(id, signal);
          return cancelled ? "cancelled" : link.lookAtTask(id, signal);
        }),
      );
      if (status !== "cancelled")
        return { key: `task-${++this.lastKey}`, tool: safeLine(tool, 80), ended: status !== "working", digest, id };
      this.remembered.forget(digest, id);
    } catch (error) {
      const failure = asHubError(error);
      const isGone = failure.code === "server-error";
      if (isGone) this.remembered.forget(digest, id);
      const values = { tool: safeLine(tool, 80), reason: failure.message };
      const text = isGone
        ? message("tasks.gone", 'The earlier task of "{tool}" no longer exists. {reason}', values)
        : message("tasks.notChecked", 'The earlier task of "{tool}" could not be checked. {reason}', values);
      this.ports.publish({ type: "server.log", server, level: "info", from: "hub", text });
    }
    return undefined;
  }

  private inTime<T>(server: ServerId, request: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const what = message("tasks.request", 'A request about a task of "{server}"', { server });
    const onTimeout = (ms: number) =>
      new HubError(
        "timeout",
        message("tasks.timeout", "{what} was not answered within {time}. Restart the server.", {
          what,
          time: inWords(ms),
        }),
      );
    const limit = { clock: this.ports.clock, signal: neverAborted, idleMs: lookMs, what, onTimeout };
    return withinTime(limit, request);
  }

  private find(server: ServerId, key: string): KnownTask {
    const task = this.detached.get(server)?.find((one) => one.key === key);
    if (task) return task;
    throw new HubError(
      "unknown-task",
      message("tasks.unknown", '"{server}" no longer has this task. Call the tool again.', { server }),
    );
  }

  private drop(server: ServerId, key: string): void {
    this.replace(
      server,
      (this.detached.get(server) ?? []).filter((task) => task.key !== key),
    );
  }

  private replace(server: ServerId, tasks: readonly KnownTask[]): void {
    const before = this.detached.get(server)?.length ?? 0;
    if (tasks.length > 0) this.detached.set(server, tasks);
    else this.detached.delete(server);
    if (tasks.length > 0 || before > 0) this.ports.publish({ type: "server.tasks", server, left: tasks.map(shown) });
  }
}

const shown = ({ key, tool, ended }: KnownTask): DetachedTask => ({ key, tool, ended });
