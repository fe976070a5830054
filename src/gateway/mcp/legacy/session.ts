import type { Disposable } from "../../../core/kernel/disposable";
import { HubError } from "../../../core/kernel/hubError";
import type { ClientAnswers } from "../../../core/questions/clientAnswers";
import type { SupportedFeatures } from "../../../core/questions/clientFeatures";
import { message } from "../../../protocol/message";
import type { ServerLogLevel } from "../../../protocol/serverLogLevel";
import type { GatewayClient } from "../../access/gatewayClient";
import type { SseWriter } from "../../http/sseWriter";
import { KnownLists } from "../lists";
import type { LogRoutes } from "../logRoutes";
import type { McpParts } from "../mcpParts";
import { noRequest } from "../noRequest";
import type { Answering } from "../reply";
import { type Json, notificationMessage, type RpcId, type RpcMessage } from "../rpc";
import type { View } from "../view/view";
import { ClientQuestions } from "./clientQuestions";
import { FollowedResources } from "./followedResources";
import type { KeptSession } from "./keptSessions";
import { OpenedAddresses } from "./openedAddresses";
import { ResumableStreams } from "./resumableStreams";

/** All that is remembered of a client between two of its requests: plain data, so that another instance could take over. */
export interface SessionFacts {
  /** Missing: it is for a single request. */
  readonly id: string | undefined;
  /** The id of the client whose token opened it. */
  readonly client: string;
  /** The path that it was opened at. */
  readonly path: string;
  readonly protocolVersion: string;
  /** What the client calls itself. */
  readonly clientInfo: { readonly name: string; readonly version: string };
  readonly can: SupportedFeatures;
}

const unreachable = (client: string) =>
  new HubError(
    "denied",
    message("gateway.unreachable", "{client} has no stream open on which it could be asked.", { client }),
  );

/** How many streams beside those of its requests a session may have open. */
const maxStreams = 8;

/** One session of a client with a handshake (revisions up to 2025-11-25). */
export class Session implements Disposable {
  /** Whether the client answers anything that servers ask. */
  readonly isAsked: boolean;
  /** What the client sees. */
  readonly view: View;
  /** When its client last sent something, as the clock tells it: an open stream alone keeps no session. */
  usedAt: number;
  /** The requests of the client that have not been answered. */
  readonly running = new Map<RpcId, AbortController>();
  readonly lists: KnownLists;
  readonly resources: FollowedResources;
  readonly resumable: ResumableStreams;
  /** The responses that a client waits for, whatever it asked. */
  readonly awaited = new Set<Answering>();
  /** From which level on the client wants log messages; missing: none. */
  level: ServerLogLevel | undefined;
  private readonly questions: ClientQuestions;
  private readonly addresses: OpenedAddresses | undefined;
  private readonly streams: SseWriter[] = [];
  private logs: Disposable | undefined;
  private readonly hub: McpParts["hub"];

  constructor(
    readonly facts: SessionFacts,
    readonly client: GatewayClient,
    view: View,
    { clock, hub }: McpParts,
    private readonly routes: LogRoutes,
    /** Its streams and its questions have numbers from here on: those of before the hub started are not taken for new ones. */
    after = 0,
  ) {
    this.hub = hub;
    const { can, clientInfo, protocolVersion } = facts;
    this.usedAt = clock.now();
    this.isAsked = Object.values(can).includes(true);
    const between = { ask: noRequest, askBetween: this.askBetween };
    this.view = this.isAsked ? view.for({ client: clientInfo.name, key: this.key, can, ...between }) : view;
    this.lists = new KnownLists(this.view, "legacy");
    this.questions = new ClientQuestions(client.name, after);
    this.addresses = can.urls ? new OpenedAddresses(hub, (text) => this.send(text)) : undefined;
    this.resources = new FollowedResources(hub, this.view, (text) => this.send(text));
    this.resumable = new ResumableStreams(protocolVersion, clock, after);
  }

  /** Tells its requests from those of everyone else. */
  get key(): string {
    const { id, client } = this.facts;
    return id ?? client;
  }

  /**
   * How questions of servers reach the client, on the stream of the request that caused them. `over`: aborts with that request, and takes
   * back what is still asked.
   */
  answersFor(reply: Answering, over: AbortSignal): ClientAnswers {
    const { can, clientInfo } = this.facts;
    return {
      client: `${clientInfo.name} (${this.client.name})`,
      key: this.key,
      can,
      ask: (question, signal) => {
        this.addresses?.add(question, (text) => {
          if (!over.aborted) reply.notify(text);
          return !over.aborted;
        });
        return this.questions.ask(reply, question.method, question.params, AbortSignal.any([signal, over]));
      },
      askBetween: this.askBetween,
    };
  }

  /** The same for what no request caused: on the stream for that, or on one that the client waits for. */
  private readonly askBetween: ClientAnswers["ask"] = (question, signal) => {
    this.addresses?.add(question);
    const at = this.stream ? { notify: (text: string) => void this.send(text) } : this.awaited.values().next().value;
    if (at) return this.questions.ask(at, question.method, question.params, signal);
    return Promise.reject(unreachable(this.client.name));
  };

  /** Goes on where it was when the hub ended. */
  goOn({ level, lists, resources }: Pick<KeptSession, "level" | "lists" | "resources">): void {
    if (level) this.setLogLevel(level);
    this.lists.isStale(lists);
    this.resources.goOn(resources);
  }

  /** What the client sends that wants no answer: its own answers to questions, and notifications. */
  heard(one: Exclude<RpcMessage, { kind: "request" }>): void {
    if (one.kind === "response") this.questions.answered(one);
    else if (one.method === "notifications/cancelled") this.cancel(one.params);
    else if (one.method === "notifications/roots/list_changed" && this.facts.can.roots)
      this.hub.clients.rootsChanged(this.key);
  }

  /** A stream for what no request causes. A message goes to the latest one that is open. */
  listen(stream: SseWriter): void {
    this.streams.push(stream);
    while (this.streams.length > maxStreams) this.streams.shift()?.end();
    this.addresses?.tellMissed();
    this.tellChanges();
  }

  /** Tells the client which of its lists have changed, if it can hear it now: once, until it asks for the list. */
  tellChanges(): void {
    this.resources.followAwaited();
    if (!this.stream) return;
    this.resources.tellMissed();
    for (const method of this.lists.changes(false)) this.send(notificationMessage(method, {}));
  }

  setLogLevel(level: ServerLogLevel): void {
    this.level = level;
    this.logs?.dispose();
    const at = () => this.view.servers;
    this.logs = this.routes.add({ level, at, client: this.key, send: (text) => void this.send(text) });
  }

  dispose(): void {
    for (const abort of this.running.values()) abort.abort();
    this.running.clear();
    for (const stream of this.streams) stream.end();
    this.logs?.dispose();
    this.resources.dispose();
    this.addresses?.dispose();
    this.resumable.dispose();
    if (this.isAsked && this.facts.id !== undefined) this.hub.clients.endOf(this.key);
  }

  private cancel({ requestId }: Json): void {
    if (typeof requestId === "string" || typeof requestId === "number") this.running.get(requestId)?.abort();
  }

  private get stream(): SseWriter | undefined {
    while (this.streams.at(-1)?.ended) this.streams.pop();
    return this.streams.at(-1);
  }

  private send(text: string): boolean {
    const { stream } = this;
    stream?.send(text);
    return stream !== undefined;
  }
}
