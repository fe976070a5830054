import type { Stamped } from "../../../protocol/hubEvent";
import type { ReadProcess } from "../processFigures";
import { CallSeries } from "./callSeries";
import { Exposition } from "./exposition";
import { ServerSeries } from "./serverSeries";

/** What the metrics ask of others. Counts that others keep are read when somebody looks. */
export interface OperationsPorts {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly process: ReadProcess;
  /** Open sessions of clients at the gateway. */
  readonly sessions?: () => number;
  /** Requests to the gateway that were turned away for their token, since the start. */
  readonly failedSignIns?: () => number;
}

/** Folds the event stream into metrics for Prometheus. It hears every event, so following one costs about a microsecond at most. */
export class OperationsMetrics {
  private readonly calls = new CallSeries();
  private readonly servers = new ServerSeries();

  constructor(private readonly ports: OperationsPorts) {}

  readonly follow = (event: Stamped): void => {
    switch (event.type) {
      case "call.started":
      case "call.retried":
      case "call.ended":
        this.calls.add(event);
        return;
      case "server.added":
        this.servers.added(event.server);
        this.calls.serverAdded(event.server);
        return;
      case "server.removed":
        this.servers.removed(event.server);
        this.calls.serverRemoved(event.server);
        return;
      case "server.state":
      case "server.catalog":
      case "server.refused":
      case "breaker.changed":
      case "queue.changed":
      case "rate.changed":
      case "question.answered":
      case "pin.changed":
        this.servers.add(event);
    }
  };

  /** The metrics as the text that Prometheus reads (`expositionType`). */
  text(): string {
    const page = new Exposition();
    this.calls.write(page);
    this.servers.write(page, this.ports.now());
    this.writeProcess(page);
    return page.text();
  }

  private writeProcess(page: Exposition): void {
    const { process, now, sessions, failedSignIns } = this.ports;
    const { startedAt, cpuSeconds, memoryBytes, memoryLimitBytes } = process();
    if (failedSignIns) page.numbers("mcp_hub_failed_sign_ins_total", [[[], failedSignIns()]]);
    if (sessions) page.numbers("mcp_hub_sessions", [[[], sessions()]]);
    page.numbers("mcp_hub_uptime_seconds", [[[], Math.max(0, now() - startedAt) / 1000]]);
    page.numbers("process_start_time_seconds", [[[], startedAt / 1000]]);
    page.numbers("process_cpu_seconds_total", [[[], cpuSeconds]]);
    page.numbers("process_resident_memory_bytes", [[[], memoryBytes]]);
    page.numbers("mcp_hub_memory_limit_bytes", [[[], memoryLimitBytes]]);
  }
}
