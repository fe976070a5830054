import type { Client } from "@modelcontextprotocol/client";
import type { ResourceContents, ToolResult } from "../../core/calls/toolCall";
import { type Catalog, type CatalogPart, emptyCatalog } from "../../core/catalog/catalog";
import type { CompletionAsk } from "../../core/connection/completion";
import type { Link, PromptMessage, RequestOptions } from "../../core/connection/link";
import { abortError, HubError } from "../../core/hubError";
import { safeLine } from "../../core/redact";
import { type Skill, SkillList } from "../../core/skills/skill";
import type { StartedTask, TaskStatus } from "../../core/tasks/task";
import type { ServerInfo } from "../../protocol/connectionState";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import type { ToolTasks } from "../tasks/toolTasks";
import { completeWith, setLevelWith, subscribeWith } from "./besides";
import { has, need, type Offer, tasksIn } from "./features";
import { defined } from "./mendField";
import { mendCall } from "./mendResult";
import type { OutputChecks } from "./outputChecks";
import type { Patience } from "./patience";
import { noLimitMs, noTemplates, toPrompt, toResult, toTool, withLimits } from "./sdkShapes";
import type { ToolCalls } from "./toolCalls";

/** What a link is made of, once the handshake is done. */
export interface LinkParts {
  readonly server: string;
  readonly client: Client;
  /** The short way for tool calls, where the server's revision has one. */
  readonly calls?: ToolCalls;
  /** Checks what comes back on the short way; the SDK's client checks by itself. */
  readonly outputs: OutputChecks;
  /** The calls that run as tasks. */
  readonly tasks: ToolTasks;
  /** Holds the limits of requests off while the server waits for an answer from here. */
  readonly patience: Patience;
  /** Runs a request again once the person has visited what the server wants visited first. */
  readonly visitFirst: <T>(options: RequestOptions, request: () => Promise<T>) => Promise<T>;
  readonly info: ServerInfo;
  /** Puts the SDK's failure of a request into words; it may say that the whole line is gone. */
  readonly fail: (error: unknown) => HubError;
  /** Hears, in a sentence, what went wrong and stops nothing. */
  readonly warn: (message: string) => void;
  /** Lets go of everything; settles when nothing is left. */
  readonly close: () => Promise<void>;
}

/** One open line, over the SDK's client. What the server sent has been mended on the way (`mendResult`). */
export class SdkLink implements Link {
  readonly info: ServerInfo;
  readonly closed: Promise<void>;
  /** What ends each subscription. */
  private readonly followed = new Map<string, () => Promise<void>>();
  private settleClosed!: (closed: Promise<void>) => void;

  constructor(private readonly parts: LinkParts) {
    this.info = parts.info;
    this.closed = new Promise((resolve) => {
      this.settleClosed = resolve;
    });
  }

  /** Revision 2026-07-28 took `ping` away; there, `server/discover` asks as little. */
  ping(signal: AbortSignal): Promise<void> {
    const { client } = this.parts;
    const options = { signal, timeout: noLimitMs };
    return this.run(`Checking "${this.server}"`, signal, async () => {
      if (has(this.offer, "ping")) await client.ping(options);
      else await client.discover(options);
    });
  }

  async catalog(signal: AbortSignal): Promise<Catalog> {
    const spared = async (part: CatalogPart): Promise<Partial<Catalog>> => {
      try {
        return await this.refresh(part, signal);
      } catch (error) {
        // A server without its tools is of no use; one without the rest is. A line that is gone costs everything.
        if (part === "tools" || !(error instanceof HubError) || error.code !== "server-error") throw error;
        this.parts.warn(`The ${part} are missing. ${error.message}`);
        return {};
      }
    };
    const parts = await Promise.all((["tools", "resources", "prompts"] as const).map(spared));
    return Object.assign({}, emptyCatalog, ...parts);
  }

  async refresh(part: CatalogPart, signal: AbortSignal): Promise<Partial<Catalog>> {
    if (!has(this.offer, part)) return {};
    const { client } = this.parts;
    // The SDK itself asks what it keeps only where calls carry headers, from revision 2026-07-28 on.
    const cacheMode = client.getProtocolEra() === "modern" ? "refresh" : "bypass";
    const options = { signal, timeout: noLimitMs, cacheMode } as const;
    const what = `Listing the ${part} of "${this.server}"`;
    switch (part) {
      case "tools":
        return this.run(what, signal, async () => {
          const tools = (await client.listTools(undefined, options)).tools.map((tool) =>
            toTool(tool, tasksIn(this.offer)),
          );
          this.parts.outputs.listed(tools);
          this.parts.tasks.list(tools);
          return { tools };
        });
      case "prompts":
        return this.run(what, signal, async () => ({
          prompts: (await client.listPrompts(undefined, options)).prompts.map(toPrompt),
        }));
      case "resources":
        return this.run(what, signal, async () => {
          const [{ resources }, { resourceTemplates }] = await Promise.all([
            client.listResources(undefined, options),
            client.listResourceTemplates(undefined, options).catch(noTemplates),
          ]);
          return { resources: resources.map(defined), resourceTemplates: resourceTemplates.map(defined) };
        });
    }
  }

  callTool(name: string, args: Readonly<Record<string, unknown>>, options: RequestOptions): Promise<ToolResult> {
    return this.ask(`The call of "${safeLine(name, 80)}" on "${this.server}"`, options, async () => {
      const { calls, client } = this.parts;
      if (!calls) {
        const answer = await client.callTool({ name, arguments: { ...args } }, withLimits(options));
        const result = await this.parts.tasks.result(answer, options);
        if (result === answer) return toResult(answer); // checked by the SDK's client
        return this.checked(name, result);
      }
      return this.checked(
        name,
        this.parts.tasks.asks(name, options)
          ? await this.parts.tasks.call(name, args, options)
          : await calls.call(name, args, options),
      );
    });
  }

  followTask({ id, tool }: StartedTask, options: RequestOptions): Promise<ToolResult> {
    return this.ask(`The task of a call on "${this.server}"`, options, async () =>
      this.checked(tool, await this.parts.tasks.follow(id, options)),
    );
  }

  lookAtTask(id: string, signal: AbortSignal): Promise<TaskStatus> {
    return this.run(`Looking at a task of "${this.server}"`, signal, async () => {
      const { status } = await this.parts.tasks.look(id, signal);
      return status === "input_required" ? "working" : status;
    });
  }

  cancelTask(id: string, signal: AbortSignal): Promise<void> {
    return this.run(`Cancelling a task of "${this.server}"`, signal, () => this.parts.tasks.cancel(id, signal));
  }

  skills(signal: AbortSignal): Promise<readonly Skill[]> {
    return this.run(`Listing the skills of "${this.server}"`, signal, async () => {
      need(this.offer, "skills");
      const options = { signal, timeout: noLimitMs };
      const { skills } = await this.parts.client.request({ method: "skills/list", params: {} }, SkillList, options);
      return skills;
    });
  }

  readResource(uri: string, options: RequestOptions): Promise<readonly ResourceContents[]> {
    return this.ask(`Reading "${safeLine(uri)}" from "${this.server}"`, options, async () => {
      need(this.offer, "resources");
      const { contents } = await this.parts.client.readResource(
        { uri },
        { ...withLimits(options), cacheMode: "bypass" },
      );
      return contents;
    });
  }

  getPrompt(
    name: string,
    args: Readonly<Record<string, string>>,
    options: RequestOptions,
  ): Promise<readonly PromptMessage[]> {
    return this.ask(`The prompt "${safeLine(name, 80)}" of "${this.server}"`, options, async () => {
      need(this.offer, "prompts");
      const { messages } = await this.parts.client.getPrompt({ name, arguments: { ...args } }, withLimits(options));
      return messages;
    });
  }

  complete(ask: CompletionAsk, signal: AbortSignal): Promise<readonly string[]> {
    const what = `Completing "${safeLine(ask.argument, 80)}" of "${this.server}"`;
    return this.run(what, signal, () => completeWith(this.parts.client, ask, signal));
  }

  subscribe(uri: string, signal: AbortSignal): Promise<void> {
    return this.run(`Following "${safeLine(uri)}" of "${this.server}"`, signal, async () => {
      this.followed.set(uri, await subscribeWith(this.parts.client, this.server, uri, signal));
    });
  }

  async unsubscribe(uri: string): Promise<void> {
    const end = this.followed.get(uri);
    if (!end || !this.followed.delete(uri)) return;
    await this.run(`Following "${safeLine(uri)}" of "${this.server}"`, new AbortController().signal, end);
  }

  setLogLevel(level: ServerLogLevel, signal: AbortSignal): Promise<void> {
    return this.run(`Setting the log level of "${this.server}"`, signal, () =>
      setLevelWith(this.parts.client, this.server, level, signal),
    );
  }

  dispose(): void {
    this.settleClosed(this.parts.close());
  }

  /** What a server answered on a way past the SDK's client, which mends and checks by itself. */
  private checked(tool: string, answer: Readonly<Record<string, unknown>>): ToolResult {
    const result = toResult(mendCall(answer));
    this.parts.outputs.check(tool, result);
    return result;
  }

  private get offer(): Offer {
    const { client, info, server } = this.parts;
    return { server, revision: info.protocolVersion, capabilities: client.getServerCapabilities() };
  }

  private get server(): string {
    return this.parts.server;
  }

  /** A request that the server may answer with a question. */
  private ask<T>(what: string, options: RequestOptions, work: () => Promise<T>): Promise<T> {
    const { patience, visitFirst } = this.parts;
    return this.run(what, options.signal, () => patience.through(options.onAlive, () => visitFirst(options, work)));
  }

  private async run<T>(what: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (signal.aborted) throw abortError(signal, what);
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) throw abortError(signal, what);
      throw this.parts.fail(error);
    }
  }
}
