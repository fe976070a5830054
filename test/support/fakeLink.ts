import { type Catalog, emptyCatalog, type Tool } from "../../src/core/catalog/catalog";
import type { LaunchPlan } from "../../src/core/config/plan/launchPlan";
import type { ServerDefinition } from "../../src/core/config/schema/serverDefinition";
import type { Link, LinkEvents, OpenLink, RequestOptions } from "../../src/core/connection/link";
import { abortError, HubError } from "../../src/core/kernel/hubError";
import type { StartedTask, TaskStatus } from "../../src/core/messages/task";
import type { ToolResult } from "../../src/core/messages/toolResult";
import type { ServerInfo } from "../../src/protocol/connectionState";

export const info: ServerInfo = { name: "fake", version: "1", protocolVersion: "2025-11-25", transport: "stdio" };

export const aTool = (name: string, more: Partial<Tool> = {}): Tool => ({
  name,
  inputSchema: { type: "object" },
  hints: {},
  ...more,
});

export const definition = (id: string, more: Partial<ServerDefinition> = {}): ServerDefinition => ({
  id,
  label: id,
  scope: "user",
  enabled: true,
  entry: { kind: "valid", config: { command: id } },
  ...more,
});

export const planOf = async ({ id }: ServerDefinition): Promise<LaunchPlan> => ({
  kind: "stdio",
  server: id,
  command: id,
  args: [],
  env: {},
});

/** A link that a test drives. */
export class FakeLink implements Link {
  readonly info = info;
  offered: Catalog = { ...emptyCatalog, tools: [aTool("echo")] };
  disposed = 0;
  refreshes = 0;
  onRefresh: () => void = () => {};
  readonly closed: Promise<void>;
  private close: () => void = () => {};

  constructor(
    readonly plan: LaunchPlan,
    private readonly events: LinkEvents,
  ) {
    this.closed = new Promise((resolve) => {
      this.close = resolve;
    });
  }

  /** The line breaks. */
  lost(error = new HubError("exited", "It ended.")): void {
    this.close();
    this.events.lost(error);
  }

  changed(): void {
    this.events.changed("tools");
  }

  says(text: string): void {
    this.events.log("info", "stderr", text);
  }

  pings = 0;
  /** How the server answers a ping; a test may let it fail or hang. */
  onPing: (signal: AbortSignal) => Promise<void> = async () => {};

  ping(signal: AbortSignal): Promise<void> {
    this.pings++;
    return this.onPing(signal);
  }

  async catalog(): Promise<Catalog> {
    return this.offered;
  }

  async refresh(): Promise<Partial<Catalog>> {
    this.refreshes++;
    this.onRefresh();
    return { tools: this.offered.tools };
  }

  async callTool(
    name: string,
    args: Readonly<Record<string, unknown>>,
    _options?: RequestOptions,
  ): Promise<ToolResult> {
    return { content: [{ type: "text", text: `${name} ${JSON.stringify(args)}` }], isError: false };
  }

  /** The tasks that were taken up on this line. */
  readonly tasks: string[] = [];

  async followTask({ id }: StartedTask, _options?: RequestOptions): Promise<ToolResult> {
    this.tasks.push(id);
    return { content: [{ type: "text", text: `task ${id}` }], isError: false };
  }

  /** How the server says that a task stands; a test may let it know none. */
  onLookAtTask: (id: string) => Promise<TaskStatus> = async () => "working";

  lookAtTask(id: string): Promise<TaskStatus> {
    return this.onLookAtTask(id);
  }

  /** The tasks that were cancelled on this line. */
  readonly cancelled: string[] = [];

  async cancelTask(id: string): Promise<void> {
    this.cancelled.push(id);
  }

  async skills() {
    return [];
  }

  async readResource(uri: string, { signal }: RequestOptions) {
    if (signal.aborted) throw abortError(signal, "Reading");
    return [{ uri, text: "text" }];
  }

  async getPrompt() {
    return [];
  }

  /** What was wished for on this line, in order. */
  readonly wishes: string[] = [];
  onWish: () => Promise<void> = async () => {};

  async complete({ value }: { readonly value: string }, _options?: Pick<RequestOptions, "signal" | "answers">) {
    return ["alpha", "beta"].filter((one) => one.startsWith(value));
  }

  async subscribe(uri: string) {
    this.wishes.push(`subscribe ${uri}`);
    await this.onWish();
  }

  async unsubscribe(uri: string) {
    this.wishes.push(`unsubscribe ${uri}`);
  }

  async setLogLevel(level: string) {
    this.wishes.push(`level ${level}`);
    await this.onWish();
  }

  dispose(): void {
    this.disposed++;
    this.close();
  }
}

/** Opens fakes, keeps them, and fails as often as it is told to. */
export class FakeOpener {
  readonly links: FakeLink[] = [];
  failures: HubError[] = [];

  /** A test may put another in its place. */
  open: OpenLink = async (plan, events) => {
    const failure = this.failures.shift();
    if (failure) throw failure;
    const link = new FakeLink(plan, events);
    this.links.push(link);
    return link;
  };

  get last(): FakeLink {
    const link = this.links.at(-1);
    if (!link) throw new Error("No link was opened.");
    return link;
  }
}
