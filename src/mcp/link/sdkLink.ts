import { type Catalog, type CatalogPart, type ListName, partOf } from "../../core/catalog/catalog";
import { type Skill, SkillList } from "../../core/catalog/skill";
import type { Link, RequestOptions } from "../../core/connection/link";
import { neverAborted } from "../../core/kernel/abortSignals";
import { abortError } from "../../core/kernel/hubError";
import type { CompletionAsk } from "../../core/messages/completion";
import type { ResourceContents } from "../../core/messages/content";
import type { PromptMessage } from "../../core/messages/promptMessage";
import type { StartedTask, TaskStatus } from "../../core/messages/task";
import type { ToolResult } from "../../core/messages/toolResult";
import type { ServerInfo } from "../../protocol/connectionState";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import { metaParam } from "../calls/requestMeta";
import { normalizeCall } from "../normalize/normalizeCall";
import { noLimitMs, sentPart, toResult, toSdkOptions } from "../normalize/sdkShapes";
import { has, need, type Offer } from "../revisions/features";
import { askedFor } from "../serverRequests/askedFor";
import { sentFor } from "../wire/callContext";
import { linkOperations } from "./linkOperations";
import type { LinkParts } from "./linkParts";
import { listPart } from "./listPart";
import { completeArgument, setServerLogLevel, subscribeToResource } from "./optionalRequests";
import { type ListReader, optionalList, optionalListMs, readLists } from "./readLists";

/** One open link, over the SDK's client. The results of the server have been corrected on the way (`normalizeResult`). */
export class SdkLink implements Link {
  readonly info: ServerInfo;
  readonly closed: Promise<void>;
  private readonly operations: ReturnType<typeof linkOperations>;
  /** What ends each subscription, by URI. */
  private readonly subscriptions = new Map<string, () => Promise<void>>();
  private settleClosed!: (closed: Promise<void>) => void;

  constructor(private readonly parts: LinkParts) {
    this.info = parts.info;
    this.operations = linkOperations(parts.server);
    this.closed = new Promise((resolve) => {
      this.settleClosed = resolve;
    });
  }

  /** Revision 2026-07-28 removed `ping`; there, `server/discover` costs as little. */
  ping(signal: AbortSignal): Promise<void> {
    const { client } = this.parts;
    const options = { signal, timeout: noLimitMs };
    return this.run(this.operations.check, signal, async () => {
      try {
        if (has(this.offer, "ping")) await client.ping(options);
        else await client.discover(options);
      } catch (error) {
        throw this.parts.doubt.ofPing(error) ?? error;
      }
    });
  }

  async catalog(signal: AbortSignal, optionalMs = optionalListMs): Promise<Catalog> {
    const catalog = await readLists(this.reader, signal, optionalMs);
    for (const { text } of catalog.missing ?? []) this.parts.warn(text);
    return catalog;
  }

  async refresh(part: CatalogPart, signal: AbortSignal): Promise<Partial<Catalog>> {
    if (part !== "tools" && !has(this.offer, part)) return {};
    const listed = this.list(part, signal, this.parts.fail);
    if (part !== "resources") return listed;
    // The templates are read again beside the resources, and hold nothing up.
    const templates = optionalList(this.reader, "resourceTemplates", signal, optionalListMs);
    const [resources, outcome] = await Promise.all([listed, templates]);
    return "lists" in outcome ? { ...resources, ...outcome.lists } : resources;
  }

  private get reader(): ListReader {
    const { server, clock, toError, fail } = this.parts;
    return {
      server,
      clock,
      declares: (list) => has(this.offer, partOf(list)),
      read: (list, inTime) => this.list(list, inTime, list === "tools" ? fail : toError),
    };
  }

  private async list(list: ListName, signal: AbortSignal, fail: LinkParts["fail"]): Promise<Partial<Catalog>> {
    const { client, outputs, tasks } = this.parts;
    const what = () => this.operations.list(list);
    const listed = await this.run(what, signal, () => listPart(client, list, this.offer, signal), fail);
    if (listed.tools) {
      outputs.setTools(listed.tools);
      tasks.list(listed.tools);
    }
    return listed;
  }

  callTool(name: string, args: Readonly<Record<string, unknown>>, options: RequestOptions): Promise<ToolResult> {
    const { calls, client, outputs, tasks } = this.parts;
    const what = () => this.operations.call(name);
    const checked = (answer: Readonly<Record<string, unknown>>) => this.checked(name, answer);
    if (!calls) {
      const request = async () => {
        const given = { name, arguments: { ...args }, ...metaParam(options) };
        const answer = await client.callTool(given, toSdkOptions(options));
        const result = await tasks.result(answer, options);
        return result === answer ? outputs.checked(name, toResult(answer)) : checked(result);
      };
      return this.sendRequest(what, options, request, (result) => result);
    }
    const request = tasks.runsAsTask(name, options)
      ? () => tasks.call(name, args, options)
      : () => calls.call(name, args, options);
    return this.sendRequest(what, options, request, checked);
  }

  followTask({ id, tool }: StartedTask, options: RequestOptions): Promise<ToolResult> {
    const what = this.operations.followTask;
    const request = () => this.parts.tasks.follow(id, options);
    return this.sendRequest(what, options, request, (answer) => this.checked(tool, answer));
  }

  lookAtTask(id: string, signal: AbortSignal): Promise<TaskStatus> {
    return this.run(this.operations.checkTask, signal, async () => {
      const { status } = await this.parts.tasks.state(id, signal);
      return status === "input_required" ? "working" : status;
    });
  }

  cancelTask(id: string, signal: AbortSignal): Promise<void> {
    return this.run(this.operations.cancelTask, signal, () => this.parts.tasks.cancel(id, signal));
  }

  skills(signal: AbortSignal): Promise<readonly Skill[]> {
    return this.run(this.operations.listSkills, signal, async () => {
      need(this.offer, "skills");
      const options = { signal, timeout: noLimitMs };
      const { skills } = await this.parts.client.request({ method: "skills/list", params: {} }, SkillList, options);
      return skills;
    });
  }

  readResource(uri: string, options: RequestOptions): Promise<readonly ResourceContents[]> {
    const request = async () => {
      need(this.offer, "resources");
      return this.parts.client.readResource({ uri }, { ...toSdkOptions(options), cacheMode: "bypass" });
    };
    const what = () => this.operations.read(uri);
    return this.sendRequest(what, options, request, ({ contents, _meta }) => sentPart(contents, _meta));
  }

  getPrompt(
    name: string,
    args: Readonly<Record<string, string>>,
    options: RequestOptions,
  ): Promise<readonly PromptMessage[]> {
    const request = async () => {
      need(this.offer, "prompts");
      return this.parts.client.getPrompt({ name, arguments: { ...args } }, toSdkOptions(options));
    };
    const what = () => this.operations.getPrompt(name);
    return this.sendRequest(what, options, request, ({ messages, _meta }) => sentPart(messages, _meta));
  }

  complete(completion: CompletionAsk, options: RequestOptions): Promise<readonly string[]> {
    const request = () => completeArgument(this.parts.client, this.offer, completion, options.signal);
    const what = () => this.operations.complete(completion.argument);
    return this.sendRequest(what, options, request, (values) => values);
  }

  subscribe(uri: string, signal: AbortSignal): Promise<void> {
    const what = () => this.operations.subscribe(uri);
    return this.run(what, signal, async () => {
      this.subscriptions.set(uri, await subscribeToResource(this.parts, this.offer, uri, signal));
    });
  }

  async unsubscribe(uri: string): Promise<void> {
    const end = this.subscriptions.get(uri);
    if (!end || !this.subscriptions.delete(uri)) return;
    await this.run(() => this.operations.subscribe(uri), neverAborted, end);
  }

  setLogLevel(level: ServerLogLevel, signal: AbortSignal): Promise<void> {
    return this.run(this.operations.setLogLevel, signal, () =>
      setServerLogLevel(this.parts, this.offer, level, signal),
    );
  }

  dispose(): void {
    this.settleClosed(this.parts.close());
  }

  /** The result of a request past the SDK's client, corrected and checked as the client does with its own. */
  private checked(tool: string, answer: Readonly<Record<string, unknown>>): ToolResult {
    return this.parts.outputs.checked(tool, toResult(normalizeCall(answer), answer));
  }

  private get offer(): Offer {
    const { client, info, server } = this.parts;
    return { server, revision: info.protocolVersion, capabilities: client.getServerCapabilities() };
  }

  /**
   * Sends a request that the server may answer with a question; `read` reads the answer. Every call takes this path: a success takes one
   * step, and only a failure takes several.
   */
  private sendRequest<A, T>(
    what: () => string,
    options: RequestOptions,
    work: () => Promise<A>,
    read: (answer: A) => T,
  ): Promise<T> {
    const { keepAlive, elicitRequiredUrls, traffic } = this.parts;
    const { signal } = options;
    const send = () => sentFor(options.id, traffic, work);
    if (signal.aborted) return Promise.reject(abortError(signal, what()));
    const slot = keepAlive.enter(options);
    const onFailure = (error: unknown): Promise<never> => {
      keepAlive.leave(slot, signal.aborted);
      return this.failed(error, what, signal);
    };
    const onAnswer = (answer: A): T | Promise<T> => {
      try {
        const result = read(answer);
        keepAlive.leave(slot);
        return result;
      } catch (error) {
        return onFailure(error);
      }
    };
    const retry = (error: unknown) => elicitRequiredUrls(error, signal).then(send).then(onAnswer, onFailure);
    return askedFor(options.answers, () => send().then(onAnswer, retry));
  }

  private async run<T>(what: () => string, signal: AbortSignal, work: () => Promise<T>, fail = this.parts.fail) {
    if (signal.aborted) throw abortError(signal, what());
    try {
      return await work();
    } catch (error) {
      return this.failed(error, what, signal, fail);
    }
  }

  private async failed(
    error: unknown,
    what: () => string,
    signal: AbortSignal,
    fail = this.parts.fail,
  ): Promise<never> {
    const failure = signal.aborted ? undefined : await this.parts.doubt.settle(error);
    if (signal.aborted) throw abortError(signal, what());
    throw failure ?? fail(error);
  }
}
