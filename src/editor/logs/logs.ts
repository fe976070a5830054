import * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { safeLine } from "../../core/kernel/redact";
import type { LogLevel, ServerId } from "../../protocol/hubEvent";
import { type LogLine, logLine, logRateLimit } from "./logLine";

export interface Logs extends Disposable {
  /** Shows a server's log, or without one the hub's own. */
  show(server?: ServerId): void;
}

interface ServerLog {
  readonly channel: vscode.LogOutputChannel;
  readonly take: ReturnType<typeof logRateLimit>;
}

/**
 * Writes the stream into logs: the hub's (`hubLog`, made and owned by the caller) and one per server, made with its first
 * line (or when it is asked for) and let go with the server. VS Code bounds the files on disk, the budget bounds what one server may write.
 */
export function createLogs(stream: EventStream, hubLog: vscode.LogOutputChannel, clock: Pick<Clock, "now">): Logs {
  const own = new DisposableStore();
  const servers = new Map<ServerId, ServerLog>();

  const logOf = (server: ServerId): ServerLog => {
    const known = servers.get(server);
    if (known) return known;
    const label = stream.view.servers.find(({ id }) => id === server)?.label ?? server;
    const channel = vscode.window.createOutputChannel(`MCP Hub: ${safeLine(label, 80)}`, { log: true });
    const log = { channel, take: logRateLimit(clock.now) };
    servers.set(server, log);
    return log;
  };

  const write = ({ server, level, text }: LogLine) => {
    if (server === undefined) return hubLog[methods[level]](text);
    if (!stream.view.servers.some(({ id }) => id === server)) return; // a late word of a server that is gone
    const { channel, take } = logOf(server);
    const { write: may, dropped } = take();
    if (dropped > 0) channel.warn(`${dropped} lines were dropped: the server wrote too many at once.`);
    if (may) channel[methods[level]](text);
  };

  // A window that starts has better to do than to make a log for each of its servers: lines are written a moment later.
  const waiting: LogLine[] = [];
  const writeSoon = (line: LogLine) => {
    if (waiting.push(line) === 1) setImmediate(() => waiting.splice(0).forEach(write));
  };

  own.add(
    stream.onEvent((event) => {
      const line = logLine(event, stream.view);
      if (line) writeSoon(line);
      if (event.type !== "server.removed") return;
      servers.get(event.server)?.channel.dispose();
      servers.delete(event.server);
    }),
  );
  own.add({
    dispose: () => {
      waiting.length = 0;
      for (const { channel } of servers.values()) channel.dispose();
      servers.clear();
    },
  });

  return {
    show: (server) => {
      const known = stream.view.servers.some(({ id }) => id === server);
      (server !== undefined && known ? logOf(server).channel : hubLog).show(true);
    },
    dispose: () => own.dispose(),
  };
}

const methods = { debug: "debug", info: "info", warning: "warn", error: "error" } as const satisfies Record<
  LogLevel,
  "debug" | "info" | "warn" | "error"
>;
