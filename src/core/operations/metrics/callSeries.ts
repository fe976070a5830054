import type { CallOutcome, HubEvent, RequestFacts, ServerId } from "../../../protocol/hubEvent";
import { BoundedLabels, others } from "./boundedLabels";
import { Distribution, slowBounds } from "./distribution";
import type { Exposition } from "./exposition";

/** How many tools of all servers together have series of their own: each has two histograms. */
const toolLimit = 200;

/** How many combinations of a tool and a client have series of their own. */
const pairLimit = 2000;

type CallEvent = Extract<HubEvent, { type: "call.started" | "call.retried" | "call.ended" }>;

interface Counts {
  readonly outcomes: Map<CallOutcome, number>;
  readonly errors: Map<string, number>;
  retries: number;
}

interface ToolSeries {
  readonly clients: Map<string, Counts>;
  readonly whole: Distribution;
  readonly server: Distribution;
}

interface ServerSeries {
  readonly tools: Map<string, ToolSeries>;
  readonly inFlight: Map<string, number>;
  readonly overhead: Distribution;
  readonly decisions: Map<string, number>;
}

interface ClientSeries {
  readonly whole: Distribution;
  readonly approval: Distribution;
}

/** Counts requests by server, tool, and client. Every label has a bounded number of values; the rest are together under `other`. */
export class CallSeries {
  private readonly servers = new Map<ServerId, ServerSeries>([[others, serverSeries()]]);
  private readonly clients = new Map<string, ClientSeries>();
  private readonly clientNames = new BoundedLabels(50);
  private tools = 0;
  private pairs = 0;

  /** A client may name any server, so only those of the settings have series. */
  serverAdded(server: ServerId): void {
    if (!this.servers.has(server)) this.servers.set(server, serverSeries());
  }

  serverRemoved(server: ServerId): void {
    const removed = this.servers.get(server);
    if (!removed || server === others) return;
    this.servers.delete(server);
    this.tools -= removed.tools.size;
    for (const { clients } of removed.tools.values()) this.pairs -= clients.size;
  }

  add(event: CallEvent): void {
    const server = this.servers.get(event.server) ?? this.servers.get(others);
    if (!server) return;
    const { client, door } = event.caller;
    const name = this.clientNames.of(client?.name ?? door);
    switch (event.type) {
      case "call.started":
        server.inFlight.set(name, (server.inFlight.get(name) ?? 0) + 1);
        return;
      case "call.retried":
        this.counts(this.tool(server, event), name).retries++;
        return;
      case "call.ended":
        this.ended(server, name, event);
    }
  }

  write(page: Exposition): void {
    page.numbers(
      "mcp_hub_requests_total",
      this.eachPair(({ outcomes }) => outcomes),
    );
    page.numbers(
      "mcp_hub_errors_total",
      this.eachPair(({ errors }) => errors),
    );
    page.numbers(
      "mcp_hub_retries_total",
      this.eachPair(({ retries }) => (retries > 0 ? [[undefined, retries]] : [])),
    );
    page.numbers(
      "mcp_hub_requests_in_flight",
      this.eachServer(({ inFlight }) => inFlight),
    );
    page.histograms(
      "mcp_hub_request_duration_seconds",
      this.eachTool(({ whole }) => whole),
    );
    page.histograms(
      "mcp_hub_server_duration_seconds",
      this.eachTool(({ server }) => server),
    );
    page.histograms(
      "mcp_hub_overhead_seconds",
      [...this.servers].flatMap(([id, { overhead }]) => (overhead.count > 0 ? [[[id], overhead] as const] : [])),
    );
    page.histograms(
      "mcp_hub_client_duration_seconds",
      this.eachClient(({ whole }) => whole),
    );
    page.histograms(
      "mcp_hub_approval_seconds",
      this.eachClient(({ approval }) => approval),
    );
    page.numbers(
      "mcp_hub_decisions_total",
      this.eachServer(({ decisions }) => decisions),
    );
  }

  private ended(server: ServerSeries, name: string, event: Extract<CallEvent, { type: "call.ended" }>): void {
    server.inFlight.set(name, Math.max(0, (server.inFlight.get(name) ?? 0) - 1));
    const tool = this.tool(server, event);
    const { outcomes, errors } = this.counts(tool, name);
    const { outcome, error, decision, ms, split } = event;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (error) errors.set(error.code, (errors.get(error.code) ?? 0) + 1);
    if (decision) server.decisions.set(decision.by, (server.decisions.get(decision.by) ?? 0) + 1);
    const client = this.client(name);
    if (split.approval > 0) client.approval.add(split.approval / 1000);
    if (outcome !== "ok" && outcome !== "tool-error") return;
    tool.whole.add(ms / 1000);
    tool.server.add(split.server / 1000);
    server.overhead.add((split.queue + split.waits) / 1000);
    client.whole.add(ms / 1000);
  }

  /** A tool that does not exist has no series of its own: a model makes up any number of names. */
  private tool(server: ServerSeries, event: RequestFacts & { readonly error?: { readonly code: string } }): ToolSeries {
    const isUnknown = event.error?.code === "unknown-tool" || event.error?.code === "unknown-server";
    const known = isUnknown ? undefined : server.tools.get(event.tool);
    if (known) return known;
    const name = isUnknown || this.tools >= toolLimit ? others : event.tool;
    let tool = server.tools.get(name);
    if (!tool) {
      tool = { clients: new Map(), whole: new Distribution(), server: new Distribution() };
      server.tools.set(name, tool);
      this.tools++;
    }
    return tool;
  }

  private counts(tool: ToolSeries, client: string): Counts {
    const known = tool.clients.get(client);
    if (known) return known;
    const name = this.pairs >= pairLimit ? others : client;
    let counts = tool.clients.get(name);
    if (!counts) {
      counts = { outcomes: new Map(), errors: new Map(), retries: 0 };
      tool.clients.set(name, counts);
      this.pairs++;
    }
    return counts;
  }

  private client(name: string): ClientSeries {
    let client = this.clients.get(name);
    if (!client) {
      client = { whole: new Distribution(), approval: new Distribution(slowBounds) };
      this.clients.set(name, client);
    }
    return client;
  }

  private *eachPair(read: (counts: Counts) => Iterable<readonly [string | undefined, number]>) {
    for (const [server, { tools }] of this.servers)
      for (const [tool, { clients }] of tools)
        for (const [client, counts] of clients)
          for (const [last, value] of read(counts))
            yield [[server, tool, client, ...(last === undefined ? [] : [last])], value] as const;
  }

  private *eachTool(read: (tool: ToolSeries) => Distribution) {
    for (const [server, { tools }] of this.servers)
      for (const [name, tool] of tools) if (read(tool).count > 0) yield [[server, name], read(tool)] as const;
  }

  private *eachServer(read: (server: ServerSeries) => Iterable<readonly [string, number]>) {
    for (const [id, server] of this.servers)
      for (const [label, value] of read(server)) yield [[id, label], value] as const;
  }

  private *eachClient(read: (client: ClientSeries) => Distribution) {
    for (const [name, client] of this.clients) if (read(client).count > 0) yield [[name], read(client)] as const;
  }
}

const serverSeries = (): ServerSeries => ({
  tools: new Map(),
  inFlight: new Map(),
  overhead: new Distribution(),
  decisions: new Map(),
});
