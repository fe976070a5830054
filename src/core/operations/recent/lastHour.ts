import type { HubEvent, ServerId, Stamped } from "../../../protocol/hubEvent";
import { type FiguresRow, periodMs, type RecentFigures } from "../../../protocol/panel/recentFigures";
import { safeLine } from "../../kernel/redact";
import { MinuteLog } from "./minuteLog";

/** How many tools of one server have figures of their own. */
export const toolLimit = 30;
/** How many names of other tools are told apart, to count them. */
const namesLimit = 1000;

type Ended = Extract<HubEvent, { type: "call.ended" }>;

/** The calls of the last hour, by server and by tool, folded from the stream within bounds. */
export class LastHour {
  private readonly all = new MinuteLog();
  private readonly servers = new Map<ServerId, CallsOfServer>();

  readonly follow = (event: Stamped): void => {
    switch (event.type) {
      case "server.added":
        if (!this.servers.has(event.server)) this.servers.set(event.server, new CallsOfServer());
        return;
      case "server.removed":
        this.servers.delete(event.server);
        return;
      case "call.ended": {
        const server = this.servers.get(event.server);
        if (!server) return; // what ends after its server was removed has no place anymore
        this.all.add(event, event.at);
        server.add(event, event.at);
      }
    }
  };

  /** The hour until `now` of all servers, of one, or of one of its tools. What is not known has no calls. */
  read(now: number, server?: ServerId, tool?: string): RecentFigures {
    const ofServer = server === undefined ? undefined : (this.servers.get(server) ?? new CallsOfServer());
    const log = ofServer ? (tool === undefined ? ofServer.all : ofServer.of(tool)) : this.all;
    const rows =
      ofServer?.rows(now) ?? [...this.servers].map(([id, calls]) => ({ server: id, ...calls.all.hour(now) }));
    const to = (Math.floor(now / periodMs) + 1) * periodMs;
    return { to, periods: log.periods(now), hour: log.hour(now), rows };
  }
}

class CallsOfServer {
  readonly all = new MinuteLog();
  private readonly tools = new Map<string, MinuteLog>();
  private readonly rest = new MinuteLog();
  private readonly restNames = new Set<string>();

  add(event: Ended, at: number): void {
    this.all.add(event, at);
    this.place(safeLine(event.tool), at).add(event, at);
  }

  of(tool: string): MinuteLog {
    return this.tools.get(tool) ?? new MinuteLog();
  }

  rows(now: number): readonly FiguresRow[] {
    const tools = [...this.tools].map(([tool, log]): FiguresRow => ({ tool, ...log.hour(now) }));
    const rest = this.rest.hour(now);
    return [
      ...tools.filter(({ calls }) => calls > 0).sort((a, b) => b.calls - a.calls),
      ...(rest.calls > 0 ? [{ together: this.restNames.size, ...rest }] : []),
    ];
  }

  /** The log of a tool; where as many as may be have one of their own, one that rested for an hour gives way. */
  private place(tool: string, at: number): MinuteLog {
    const known = this.tools.get(tool);
    if (known) return known;
    if (this.tools.size >= toolLimit) {
      for (const [name, log] of this.tools) if (log.isIdle(at)) this.tools.delete(name);
      if (this.rest.isIdle(at)) this.restNames.clear();
    }
    if (this.tools.size >= toolLimit) {
      if (this.restNames.size < namesLimit) this.restNames.add(tool);
      return this.rest;
    }
    const log = new MinuteLog();
    this.tools.set(tool, log);
    return log;
  }
}
