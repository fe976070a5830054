import { type Catalog, type CatalogPart, emptyCatalog } from "../../core/catalog/catalog";
import { type Skill, SkillList } from "../../core/catalog/skill";
import type { Link, RequestOptions } from "../../core/connection/link";
import { neverAborted } from "../../core/kernel/abortSignals";
import { abortError, HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import type { CompletionAsk } from "../../core/messages/completion";
import type { ResourceContents } from "../../core/messages/content";
import type { PromptMessage } from "../../core/messages/promptMessage";
import type { StartedTask, TaskStatus } from "../../core/messages/task";
import type { ToolResult } from "../../core/messages/toolResult";
import type { ServerInfo } from "../../protocol/connectionState";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import { normalizeCall } from "../normalize/normalizeResult";
import { noLimitMs, toResult, withLimits } from "../normalize/sdkShapes";
import { has, need, type Offer, tasksIn } from "../revisions/features";
import type { LinkParts } from "./linkParts";
import { listPart } from "./listPart";
import { completeWith, setLevelWith, subscribeWith } from "./optionalRequests";

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
    const { client, outputs, tasks } = this.parts;
    const what = () => `Listing the ${part} of "${this.server}"`;
    const listed = await this.run(what, signal, () => listPart(client, part, tasksIn(this.offer), signal));
    if (listed.tools) {
      outputs.listed(listed.tools);
      tasks.list(listed.tools);
    }
    return listed;
  }

  callTool(name: string, args: Readonly<Record<string, unknown>>, options: RequestOptions): Promise<ToolResult> {
    const { calls, client, tasks } = this.parts;
    const what = () => `The call of "${safeLine(name, 80)}" on "${this.server}"`;
    const checked = (answer: Readonly<Record<string, unknown>>) => this.checked(name, answer);
    if (!calls) {
      const request = async () => {
        const answer = await client.callTool({ name, arguments: { ...args } }, withLimits(options));
        const result = await tasks.result(answer, options);
        return result === answer ? toResult(answer) : checked(result); // the SDK's client has checked what it gave
      };
      return this.ask(what, options, request, (result) => result);
    }
    const request = tasks.asks(name, options)
      ? () => tasks.call(name, args, options)
      : () => calls.call(name, args, options);
    return this.ask(what, options, request, checked);
  }

  followTask({ id, tool }: StartedTask, options: RequestOptions): Promise<ToolResult> {
    const what = () => `The task of a call on "${this.server}"`;
    const request = () => this.parts.tasks.follow(id, options);
    return this.ask(what, options, request, (answer) => this.checked(tool, answer));
  }

  lookAtTask(id: string, signal: AbortSignal): Promise<TaskStatus> {
    return this.run(
      () => `Looking at a task of "${this.server}"`,
      signal,
      async () => {
        const { status } = await this.parts.tasks.look(id, signal);
        return status === "input_required" ? "working" : status;
      },
    );
  }

  cancelTask(id: string, signal: AbortSignal): Promise<void> {
    return this.run(
      () => `Cancelling a task of "${this.server}"`,
      signal,
      () => this.parts.tasks.cancel(id, signal),
    );
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
    return this.run(what, signal, () => completeWith(this.parts.client, this.offer, ask, signal));
  }

  subscribe(uri: string, signal: AbortSignal): Promise<void> {
    return this.run(
      () => `Following "${safeLine(uri)}" of "${this.server}"`,
      signal,
      async () => {
        this.followed.set(uri, await subscribeWith(this.parts, this.offer, uri, signal));
      },
    );
  }

  async unsubscribe(uri: string): Promise<void> {
    const end = this.followed.get(uri);
    if (!end || !this.followed.delete(uri)) return;
    await this.run(() => `Following "${safeLine(uri)}" of "${this.server}"`, neverAborted, end);
  }

  setLogLevel(level: ServerLogLevel, signal: AbortSignal): Promise<void> {
    return this.run(
      () => `Setting the log level of "${this.server}"`,
      signal,
      () => setLevelWith(this.parts, this.offer, level, signal),
    );
  }

  dispose(): void {
    this.settleClosed(this.parts.close());
  }

  /** What a server answered on a way past the SDK's client, which mends and checks by itself. */
  private checked(tool: string, answer: Readonly<Record<string, unknown>>): ToolResult {
    const result = toResult(normalizeCall(answer));
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
    const { patience, visitRequiredUrls } = this.parts;
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
    const again = (error: unknown) => visitRequiredUrls(error, signal).then(work).then(answered, failed);
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
