import * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { safeLine } from "../../core/kernel/redact";
import { logRateLimit } from "../../core/operations/log/logRateLimit";
import type { ServerId } from "../../protocol/hubEvent";
import { message, nameOfServer } from "../../protocol/message";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import { type ChannelMethod, channelLine } from "./channelLine";
import { type LogLine, logLine } from "./logLine";

export interface Logs extends Disposable {
  /** Shows a server's log, or without a server the hub's own log. */
  show(server?: ServerId): void;
}

interface ServerLog {
  readonly channel: vscode.LogOutputChannel;
  readonly admit: ReturnType<typeof logRateLimit>;
}

export interface LogParts {
  readonly stream: EventStream;
  /** The hub's own log, which the caller owns. */
  readonly hubLog: vscode.LogOutputChannel;
  /** From which level on a person wants the log of a server; `undefined` where VS Code decides. */
  readonly levelOf: (server: ServerId) => ServerLogLevel | undefined;
  readonly clock: Pick<Clock, "now">;
}

/**
 * Writes the event stream into logs: the hub's, and one log per server. A server's log is created with its first line or when it is shown,
 * and disposed with the server. VS Code limits the files on disk, and a rate limit the lines of one server.
 */
export function createLogs({ stream, hubLog, levelOf, clock }: LogParts): Logs {
  const store = new DisposableStore();
  const servers = new Map<ServerId, ServerLog>();

  const logOf = (server: ServerId): ServerLog => {
    const known = servers.get(server);
    if (known) return known;
    const label = nameOfServer(server);
    const channel = vscode.window.createOutputChannel(`MCP Hub: ${safeLine(label, 80)}`, { log: true });
    const log = { channel, admit: logRateLimit(clock.now) };
    servers.set(server, log);
    return log;
  };

  const write = ({ server, level, text }: LogLine) => {
    if (server === undefined) return put(hubLog, channelLine({ level, text }, undefined, hubLog.logLevel));
    if (!stream.view.servers.some(({ id }) => id === server)) return; // a late event of a removed server
    const { channel, admit } = logOf(server);
    const line = channelLine({ level, text }, levelOf(server), channel.logLevel);
    if (!line) return;
    const { write: mayWrite, dropped } = admit();
    if (dropped > 0)
      channel.warn(
        message("log.dropped", "Lines dropped because the server wrote too many: {count}", { count: dropped }),
      );
    if (mayWrite) put(channel, line);
  };

  // Creating a log per server would slow down the start of a window, so lines are written a moment later.
  const waiting: LogLine[] = [];
  const writeSoon = (line: LogLine) => {
    if (waiting.push(line) === 1) setImmediate(() => waiting.splice(0).forEach(write));
  };

  store.add(
    stream.onEvent((event) => {
      const line = logLine(event, stream.view);
      if (line) writeSoon(line);
      if (event.type !== "server.removed") return;
      servers.get(event.server)?.channel.dispose();
      servers.delete(event.server);
    }),
  );
  store.add({
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
    dispose: () => store.dispose(),
  };
}

function put(
  channel: Pick<vscode.LogOutputChannel, ChannelMethod>,
  line: { readonly method: ChannelMethod; readonly text: string } | undefined,
): void {
  if (line) channel[line.method](line.text);
}
