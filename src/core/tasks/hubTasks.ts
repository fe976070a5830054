import type { DetachedTask, HubEvent, ServerId } from "../../protocol/hubEvent";
import type { Handler, ToolCall } from "../calls/toolCall";
import { definitionDigest } from "../config/schema/definitionDigest";
import type { ServerConnections } from "../connection/serverConnections";
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

/** How long a server may take to say how a task stands, in milliseconds. */
const lookMs = 30_000;

/** How long a task is taken to be kept where its server does not say, in milliseconds. */
const usualTtlMs = 24 * 60 * 60_000;

interface Left extends DetachedTask {
  readonly digest: string;
  readonly id: string;
}

/** The tasks of this process's hub: those that calls wait for, and those that were begun before. */
export class HubTasks implements Tasks {
  private readonly remembered: RememberedTasks;
  /** What ends each call that may be a task. */
  private readonly ends = new Map<string, AbortController>();
  /** Ids that a call waits for. */
  private readonly awaited = new Set<string>();
  private readonly leftOf = new Map<ServerId, readonly Left[]>();
  private readonly seen = new Map<ServerId, number>();
  private lastKey = 0;

  constructor(
    private readonly ports: HubTasksPorts,
    /** The lines to a server; throws where it is no part of the hub. */
    private readonly lines: (server: ServerId) => ServerConnections,
  ) {
    const { state, clock, publish } = ports;
    this.remembered = new RememberedTasks(state, clock.now, (error) =>
      publish({
        type: "hub.log",
        level: "warning",
        text: `An open task could not be saved for the next start: ${safeLine(String(error), 500)}`,
      }),
    );
  }

  /** Sends a call of a tool that may run as a task. */
  readonly send: Handler = (call) => this.last(call, undefined);

  readonly follow = async (call: ToolCall, key: string): Promise<ToolResult> => {
    const { id } = this.find(call.server, key);
    this.drop(call.server, key);
    return this.last(call, { id, tool: call.tool });
  };

  cancel(call: string): void {
    this.ends.get(call)?.abort(new HubError("cancelled", "The task was cancelled.", { begun: true }));
  }

  async abandon(server: ServerId, key: string): Promise<void> {
    const { digest, id } = this.find(server, key);
    this.drop(server, key);
    this.remembered.forget(digest, id);
    await this.inTime(server, (signal) =>
      this.lines(server).run(undefined, signal, (link) => link.cancelTask(id, signal)),
    );
  }

  left(): readonly (DetachedTask & { readonly server: ServerId })[] {
    return [...this.leftOf].flatMap(([server, tasks]) => tasks.map((task) => ({ ...shown(task), server })));
  }

  /** The server is ready since then: what it still has of the tasks that nobody waits for is told. */
  ready(server: ServerId, since: number): void {
    if (this.seen.get(server) === since) return;
    this.seen.set(server, since);
    const digest = definitionDigest(this.lines(server).definition);
    const open = this.remembered.of(digest).filter(({ id }) => !this.awaited.has(id));
    if (open.length === 0 && !this.leftOf.has(server)) return;
    void Promise.all(open.map((task) => this.look(server, task))).then((looked) => {
      if (this.seen.get(server) !== since) return;
      this.tell(
        server,
        looked.flatMap((task) => (task && !this.awaited.has(task.id) ? [task] : [])),
      );
    });
  }

  /** The server is no longer part of the hub. */
  forget(server: ServerId): void {
    this.seen.delete(server);
    this.leftOf.delete(server);
  }

  private async last(call: ToolCall, followed: StartedTask | undefined): Promise<ToolResult> {
    const { clock } = this.ports;
    const lines = this.lines(call.server);
    const digest = definitionDigest(lines.definition);
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
    let unheard = false;
    const over = () => id !== undefined && !unheard && this.remembered.forget(digest, id);
    if (id !== undefined) this.awaited.add(id);
    this.ends.set(call.id, end);
    try {
      const parts: LastingParts = {
        run: (aborts, work) => lines.run(call.tool, aborts, work),
        clock,
        isGone: () => lines.isGone,
        unheard: (task) => {
          unheard = true;
          this.remembered.markCancelled(digest, task.id);
        },
      };
      if (followed) call.onTask?.(followed);
      const result = await lastingCall(lasting, parts, followed);
      over();
      return result;
    } catch (error) {
      if (signal.aborted || !mayRunOn(asHubError(error))) over();
      throw error;
    } finally {
      this.ends.delete(call.id);
      if (id !== undefined) this.awaited.delete(id);
    }
  }

  /** `undefined`: the server no longer has it, does not say, or was to stop it. */
  private async look(server: ServerId, task: RememberedTask): Promise<Left | undefined> {
    const { digest, id, tool, cancelled } = task;
    try {
      const status = await this.inTime(server, (signal) =>
        this.lines(server).run(undefined, signal, async (link) => {
          if (cancelled) await link.cancelTask(id, signal);
          return cancelled ? "cancelled" : link.lookAtTask(id, signal);
        }),
      );
      if (status !== "cancelled")
        return { key: `task-${++this.lastKey}`, tool: safeLine(tool, 80), ended: status !== "working", digest, id };
      this.remembered.forget(digest, id);
    } catch (error) {
      const { code, message } = asHubError(error);
      const gone = code === "server-error";
      if (gone) this.remembered.forget(digest, id);
      const how = gone ? "is not there any more" : "could not be looked at";
      const text = `The task of "${safeLine(tool, 80)}" from before ${how}. ${message}`;
      this.ports.publish({ type: "server.log", server, level: "info", from: "hub", text });
    }
    return undefined;
  }

  private inTime<T>(server: ServerId, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const what = `A question about a task of "${server}"`;
    const onTimeout = (ms: number) =>
      new HubError("timeout", `${what} was not answered within ${inWords(ms)}. Restart the server.`);
    const { signal } = new AbortController();
    return withinTime({ clock: this.ports.clock, signal, idleMs: lookMs, what, onTimeout }, work);
  }

  private find(server: ServerId, key: string): Left {
    const task = this.leftOf.get(server)?.find((one) => one.key === key);
    if (task) return task;
    throw new HubError("unknown-task", `"${server}" has no such task any more. Call the tool again.`);
  }

  private drop(server: ServerId, key: string): void {
    this.tell(
      server,
      (this.leftOf.get(server) ?? []).filter((task) => task.key !== key),
    );
  }

  private tell(server: ServerId, left: readonly Left[]): void {
    const before = this.leftOf.get(server)?.length ?? 0;
    if (left.length > 0) this.leftOf.set(server, left);
    else this.leftOf.delete(server);
    if (left.length > 0 || before > 0) this.ports.publish({ type: "server.tasks", server, left: left.map(shown) });
  }
}

const shown = ({ key, tool, ended }: Left): DetachedTask => ({ key, tool, ended });
