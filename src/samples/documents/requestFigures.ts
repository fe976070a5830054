import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

/** What became of the calls of tools, in numbers. */
export class RequestFigures {
  private succeeded = 0;
  private failed = 0;
  private totalMs = 0;

  get total(): number {
    return this.succeeded + this.failed;
  }

  get failures(): number {
    return this.failed;
  }

  /** In milliseconds; `undefined` before the first call. */
  get averageMs(): number | undefined {
    return this.total === 0 ? undefined : this.totalMs / this.total;
  }

  add(ms: number, isError: boolean): void {
    this.totalMs += ms;
    if (isError) this.failed++;
    else this.succeeded++;
  }
}

/** Counts the calls of every tool that is registered from now on. A call whose arguments do not fit reaches no tool. */
export function countCalls(server: McpServer, requests: RequestFigures): void {
  const register = server.registerTool.bind(server);
  const counting: typeof server.registerTool = (name, config, run) => register(name, config, counted(run, requests));
  server.registerTool = counting;
}

function counted<Run>(run: Run, requests: RequestFigures): Run {
  if (typeof run !== "function") return run;
  const wrapped = async (...args: unknown[]) => {
    const from = performance.now();
    let isError = true;
    try {
      const result: { readonly isError?: boolean } = await run(...args);
      isError = result.isError === true;
      return result;
    } finally {
      requests.add(performance.now() - from, isError);
    }
  };
  return wrapped as Run;
}

/** The figures of this process, as a tool answers them. */
export function serverFigures(requests: RequestFigures) {
  const { total, failures, averageMs } = requests;
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const uptime = process.uptime();
  return {
    total_requests: total,
    successful_requests: total - failures,
    failed_requests: failures,
    average_processing_time: averageMs === undefined ? null : rounded(averageMs),
    uptime: rounded(uptime),
    memory: { resident_bytes: rss, heap_used_bytes: heapUsed },
    cpu: {
      user_seconds: rounded(user / 1e6),
      system_seconds: rounded(system / 1e6),
      percent: rounded((user + system) / 1e4 / uptime),
    },
  };
}

const rounded = (value: number) => Math.round(value * 10) / 10;
