import type { Client } from "@modelcontextprotocol/client";
import type { ResourceContents, ToolResult } from "../../core/calls/toolCall";
import { type Catalog, type CatalogPart, emptyCatalog } from "../../core/catalog/catalog";
import type { Clock } from "../../core/clock";
import type { CompletionAsk } from "../../core/connection/completion";
import type { Link, PromptMessage, RequestOptions } from "../../core/connection/link";
import { abortError, HubError } from "../../core/hubError";
import { safeLine } from "../../core/redact";
import { type Skill, SkillList } from "../../core/skills/skill";
import type { ServerInfo } from "../../protocol/connectionState";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import { completeWith, setLevelWith, subscribeWith } from "./besides";
import { has, need, type Offer } from "./features";
import { mendCall } from "./mendResult";
import type { OutputChecks } from "./outputChecks";
import type { Patience } from "./patience";
import { noLimitMs, noTemplates, toPrompt, toResource, toResult, toTool, withLimits } from "./sdkShapes";
import { callAsTask, followTask, type TaskParts } from "./taskCall";
import type { ToolCalls } from "./toolCalls";

/** What a link is made of, once the handshake is done. */
export interface LinkParts {
  readonly server: string;
  readonly client: Client;
  /** The short way for tool calls, where the server's revision has one. */
  readonly calls?: ToolCalls;
  /** Checks what comes back on the short way; the SDK's client checks by itself. */
  readonly outputs: OutputChecks;
  readonly clock: Clock;
  /** Holds the limits of requests off while the server waits for an answer from here. */
  readonly patience: Patience;
  /** Settles where a request that failed may be sent once more: the person has visited what the server wants visited first. */
  readonly visitFirst: (error: unknown, signal: AbortSignal) => Promise<void>;
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
  /** The tools that run as tasks only. */
  private tasks: ReadonlySet<string> = new Set();
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
    return this.run(
      () => `Checking "${this.server}"`,
      signal,
      async () => {
        if (has(this.offer, "ping")) await client.ping(options);
        else await client.discover(options);
      },
    );
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
    const what = () => `Listing the ${part} of "${this.server}"`;
    switch (part) {
      case "tools":
        return this.run(what, signal, async () => {
          const tools = (await client.listTools(undefined, options)).tools.map(toTool);
          this.parts.outputs.listed(tools);
          this.tasks = new Set(tools.flatMap(({ name, asTask }) => (asTask ? [name] : [])));
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
          return { resources: resources.map(toResource), resourceTemplates: resourceTemplates.map(toResource) };
        });
    }
  }

  callTool(name: string, args: Readonly<Record<string, unknown>>, options: RequestOptions): Promise<ToolResult> {
    const { calls, client, outputs } = this.parts;
    const what = () => `The call of "${safeLine(name, 80)}" on "${this.server}"`;
    if (!calls) {
      const request = async () => client.callTool({ name, arguments: { ...args } }, withLimits(options));
      return this.ask(what, options, request, toResult);
    }
    const request = this.tasks.has(name)
      ? () => callAsTask(this.taskParts(calls), name, args, options)
      : () => calls.call(name, args, options);
    return this.ask(what, options, request, (answer) => {
      const result = toResult(mendCall(answer));
      outputs.check(name, result);
      return result;
    });
  }

  followTask(id: string, options: RequestOptions): Promise<ToolResult> {
    const request = async () => {
      const { calls } = this.parts;
      if (!calls) throw new HubError("protocol", `"${this.server}" has no tasks in its revision of the protocol.`);
      return followTask(this.taskParts(calls), id, options);
    };
    const what = () => `The task of a call on "${this.server}"`;
    return this.ask(what, options, request, (answer) => toResult(mendCall(answer)));
  }

  skills(signal: AbortSignal): Promise<readonly Skill[]> {
    return this.run(
      () => `Listing the skills of "${this.server}"`,
      signal,
      async () => {
        need(this.offer, "skills");
        const options = { signal, timeout: noLimitMs };
        const { skills } = await this.parts.client.request({ method: "skills/list", params: {} }, SkillList, options);
        return skills;
      },
    );
  }

  readResource(uri: string, options: RequestOptions): Promise<readonly ResourceContents[]> {
    const request = async () => {
      need(this.offer, "resources");
      return this.parts.client.readResource({ uri }, { ...withLimits(options), cacheMode: "bypass" });
    };
    const what = () => `Reading "${safeLine(uri)}" from "${this.server}"`;
    return this.ask(what, options, request, ({ contents }) => contents);
  }

  getPrompt(
    name: string,
    args: Readonly<Record<string, string>>,
    options: RequestOptions,
  ): Promise<readonly PromptMessage[]> {
    const request = async () => {
      need(this.offer, "prompts");
      return this.parts.client.getPrompt({ name, arguments: { ...args } }, withLimits(options));
    };
    const what = () => `The prompt "${safeLine(name, 80)}" of "${this.server}"`;
    return this.ask(what, options, request, ({ messages }) => messages);
  }

  complete(ask: CompletionAsk, signal: AbortSignal): Promise<readonly string[]> {
    const what = () => `Completing "${safeLine(ask.argument, 80)}" of "${this.server}"`;
    return this.run(what, signal, () => completeWith(this.parts.client, ask, signal));
  }

  subscribe(uri: string, signal: AbortSignal): Promise<void> {
    return this.run(
      () => `Following "${safeLine(uri)}" of "${this.server}"`,
      signal,
      async () => {
        this.followed.set(uri, await subscribeWith(this.parts.client, this.server, uri, signal));
      },
    );
  }

  async unsubscribe(uri: string): Promise<void> {
    const end = this.followed.get(uri);
    if (!end || !this.followed.delete(uri)) return;
    await this.run(() => `Following "${safeLine(uri)}" of "${this.server}"`, new AbortController().signal, end);
  }

  setLogLevel(level: ServerLogLevel, signal: AbortSignal): Promise<void> {
    return this.run(
      () => `Setting the log level of "${this.server}"`,
      signal,
      () => setLevelWith(this.parts.client, this.server, level, signal),
    );
  }

  dispose(): void {
    this.settleClosed(this.parts.close());
  }

  private taskParts(calls: ToolCalls): TaskParts {
    const { clock, warn, fail } = this.parts;
    const tell = (error: unknown) => warn(fail(error).message);
    return { server: this.server, clock, tell, request: (...request) => calls.request(...request) };
  }

  private get offer(): Offer {
    const { client, info, server } = this.parts;
    return { server, revision: info.protocolVersion, capabilities: client.getServerCapabilities() };
  }

  private get server(): string {
    return this.parts.server;
  }

  /**
   * A request that the server may answer with a question; `read` looks at what came back. The way of every call: what ends well takes one
   * step, and only what fails takes several.
   */
  private ask<A, T>(
    what: () => string,
    options: RequestOptions,
    work: () => Promise<A>,
    read: (answer: A) => T,
  ): Promise<T> {
    const { patience, visitFirst } = this.parts;
    const { signal } = options;
    if (signal.aborted) return Promise.reject(abortError(signal, what()));
    const place = patience.enter(options.onAlive);
    const failed = (error: unknown): never => {
      patience.leave(place);
      throw this.failure(error, what, signal);
    };
    const answered = (answer: A): T => {
      try {
        const result = read(answer);
        patience.leave(place);
        return result;
      } catch (error) {
        return failed(error);
      }
    };
    const again = (error: unknown) => visitFirst(error, signal).then(work).then(answered, failed);
    return work().then(answered, again);
  }

  private async run<T>(what: () => string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (signal.aborted) throw abortError(signal, what());
    try {
      return await work();
    } catch (error) {
      throw this.failure(error, what, signal);
    }
  }

  private failure(error: unknown, what: () => string, signal: AbortSignal): HubError {
    return signal.aborted ? abortError(signal, what()) : this.parts.fail(error);
  }
}
