import assert from "node:assert/strict";
import type { ComposedHub } from "../../src/composedHub";
import type { ApprovalAnswer } from "../../src/core/calls/approval/grants";
import { KeptResults } from "../../src/core/calls/keptResults";
import { newCall } from "../../src/core/calls/toolCall";
import { ToolSearch } from "../../src/core/catalog/toolSearch";
import { defaultOptions, type Options } from "../../src/core/config/schema/settings";
import { hubTools } from "../../src/core/conversation/hubTools";
import { type ModelTool, type RunContext, serverTool } from "../../src/core/conversation/modelTool";
import type { HubToolName } from "../../src/core/conversation/toolInputs";
import { offeredTools } from "../../src/core/conversation/toolOffer";
import { neverAborted } from "../../src/core/kernel/abortSignals";
import { HubError } from "../../src/core/kernel/hubError";
import type { ResourceContents } from "../../src/core/messages/content";
import type { ToolResult } from "../../src/core/messages/toolResult";
import type { ClientFeatures } from "../../src/core/questions/clientFeatures";
import { noClientFeatures } from "../../src/core/questions/noClientFeatures";
import { approvalView } from "../../src/editor/questions/approvalView";
import type { Door } from "../../src/protocol/caller";
import type { Stamped } from "../../src/protocol/hubEvent";
import { aComposedHub } from "../support/aComposedHub";
import { definition } from "../support/fakeLink";
import { until } from "../support/until";
import { type Arrived, HostileServer, type Script } from "./hostileServer";

/** A hub with everything that the editor gives it, a person who answers, and servers that attack. */
export class AttackWorld {
  readonly events: Stamped[] = [];
  /** What the person read in each question, line by line. */
  readonly asked: string[] = [];
  /** What the person says to each question; no unless set. */
  answer: () => ApprovalAnswer | Promise<ApprovalAnswer> = () => ({ allow: false });
  /** The settings. */
  options: Partial<Options> = {};
  readonly composed: ComposedHub;
  private readonly servers: HostileServer[] = [];
  private readonly entries = new Map<string, object>();
  private readonly kept = new KeptResults();

  /** `features`: what servers are answered that ask back. */
  constructor(features: ClientFeatures = noClientFeatures) {
    this.composed = aComposedHub({
      options: () => ({ ...defaultOptions, connectAttempts: 1, retries: 0, ...this.options }),
      clientFeatures: () => features,
      ask: () => async (call, tool) => {
        this.asked.push(textOf(approvalView(call, tool, call.server, false)));
        return this.answer();
      },
      kept: this.kept,
    });
    this.composed.stream.onEvent((event) => this.events.push(event));
  }

  /** A server that attacks, connected. */
  async server(name: string, script: Script, more: object = {}): Promise<HostileServer> {
    const server = await HostileServer.start(script);
    this.servers.push(server);
    await this.entry(name, { url: `${server.origin}/mcp`, ...more });
    await this.composed.hub.connect(name);
    return server;
  }

  /** Adds an entry as a person does, in the user's settings. */
  async entry(name: string, config: object): Promise<void> {
    this.entries.set(name, config);
    this.configure();
  }

  /** Takes an entry away. */
  remove(name: string): void {
    this.entries.delete(name);
    this.configure();
  }

  private configure(): void {
    this.composed.hub.configure(
      [...this.entries].map(([id, config]) => definition(id, { entry: { kind: "valid", config: config as never } })),
    );
  }

  /** A call of the editor's agent, unless another door is given. */
  call(server: string, tool: string, args: object = {}, door: Door = "agent"): Promise<ToolResult> {
    return this.composed.requests.callTool(
      newCall({ server, tool, args: { ...args }, caller: { door }, signal: neverAborted }),
    );
  }

  /** A read of the editor's agent. */
  read(server: string, uri: string): Promise<readonly ResourceContents[]> {
    return this.composed.requests.readResource({ server, uri, caller: { door: "agent" }, signal: neverAborted });
  }

  /** A prompt, used by the editor's agent. */
  prompt(server: string, name: string): Promise<unknown> {
    const ask = { server, name, args: {}, caller: { door: "agent" }, signal: neverAborted } as const;
    return this.composed.requests.getPrompt(ask);
  }

  /** The message of the failure that a person reads; fails where there is none. */
  async refusal(promise: Promise<unknown>): Promise<string> {
    try {
      await promise;
    } catch (error) {
      assert.ok(error instanceof HubError, String(error));
      return error.message;
    }
    return assert.fail("Nothing was refused.");
  }

  /** What a model gets that has the tools of the hub. */
  async model(name: HubToolName, input: object, more: Pick<RunContext, "personSees"> = {}): Promise<string> {
    const { text } = await this.hubTools()[name].run(input, { signal: neverAborted, limit: 100_000, ...more });
    return text;
  }

  /** The tools as a model is offered them. */
  offered(): readonly ModelTool[] {
    return offeredTools(this.ports()).map((tool) => serverTool(this.ports(), { door: "chat" }, tool));
  }

  /** All text that a model gets of the tools that it is offered. */
  offeredText(): string {
    return JSON.stringify(this.offered().map(({ name, description, inputSchema }) => [name, description, inputSchema]));
  }

  /** Changes what a server offers, and waits until the hub has read it again. */
  async changeTools(name: string, server: HostileServer, tools: object): Promise<void> {
    const before = server.count("tools/list");
    const digests = () =>
      this.composed.hub
        .catalog(name)
        .tools.map(({ digest }) => digest)
        .join();
    const earlier = digests();
    server.script = { ...server.script, "tools/list": tools };
    await server.say("notifications/tools/list_changed");
    await until("the list is read again", () => server.count("tools/list") > before && digests() !== earlier);
  }

  /** Waits for an event. */
  heard(isIt: (event: Stamped) => boolean): Promise<true> {
    return until("the event is heard", () => this.events.some(isIt));
  }

  /** Waits for what arrives at a server after so much else. */
  heardBy(server: HostileServer, after: number, isIt: (one: Arrived) => boolean): Promise<true> {
    return until("the server hears of it", () => server.arrived.slice(after).some(isIt));
  }

  async close(): Promise<void> {
    await this.composed.close();
    await Promise.all(this.servers.map((server) => server.stop()));
  }

  private hubTools() {
    const { hub } = this.composed;
    return hubTools(this.ports(), new ToolSearch(() => hub.tools()), { door: "chat" });
  }

  private ports() {
    const { hub, stream, requests, pins, read } = this.composed;
    const options = (): Options => ({ ...defaultOptions, ...this.options });
    return { hub, stream, requests, pins, read, options, kept: this.kept };
  }
}

/** Everything that stands in a question. */
function textOf({ title, placeholder, sections }: ReturnType<typeof approvalView>): string {
  const items = sections.flatMap((section) => [
    section.title ?? "",
    ...section.items.map(({ label, description = "" }) => `${label} ${description}`),
  ]);
  return [title, placeholder, ...items].join("\n");
}
