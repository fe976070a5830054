import type { Notification } from "../../../core/hub/notifications";
import { type Disposable, DisposableStore } from "../../../core/kernel/disposable";
import { HubError } from "../../../core/kernel/hubError";
import type { ClientAnswers } from "../../../core/questions/clientAnswers";
import type { SupportedFeatures } from "../../../core/questions/clientFeatures";
import type { ServerId } from "../../../protocol/hubEvent";
import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import type { ServerLogLevel } from "../../../protocol/serverLogLevel";
import type { GatewayClient } from "../../access/gatewayClient";
import type { Exchange } from "../../http/exchange";
import type { SseWriter } from "../../http/sseWriter";
import { changedLists, changeOf } from "../lists";
import type { LogRoutes } from "../logRoutes";
import type { McpParts } from "../mcpParts";
import type { Answering, Reply } from "../reply";
import {
  type Json,
  notificationMessage,
  RpcError,
  type RpcId,
  type RpcMessage,
  requestMessage,
  rpcCodes,
} from "../rpc";
import type { ListKind, View } from "../view/view";
import { type EventId, StreamLog } from "./streamLog";

/** All that is remembered of a client between two of its requests: plain data, so that another instance could take over. */
export interface SessionFacts {
  readonly id: string;
  /** The id of the client whose token opened it. */
  readonly client: string;
  /** The path that it was opened at. */
  readonly path: string;
  readonly protocolVersion: string;
  /** What the client calls itself. */
  readonly clientInfo: { readonly name: string; readonly version: string };
  readonly can: SupportedFeatures;
}

/** A request of the client that has not been answered. */
interface Running {
  readonly abort: AbortController;
}

/** The first revision in which a stream begins with an id to come back with. */
const firstResumable = "2025-11-25";

/** How many resources one session follows, and how many streams it may have open beside its requests. */
const limits = { subscriptions: 200, streams: 8, resumable: 20 } as const;

/** One session of a client with a handshake (revisions up to 2025-11-25). */
export class Session implements Disposable {
  /** What the client sees. */
  readonly view: View;
  /** When its client last sent something, as the clock tells it: an open stream alone keeps no session. */
  usedAt: number;
  readonly running = new Map<RpcId, Running>();
  /** The lists that the client has, as they were given to it. */
  readonly lists = new Map<ListKind, string>();
  private readonly store = new DisposableStore();
  private readonly asked = new Map<RpcId, (answer: RpcMessage) => void>();
  private readonly streams: SseWriter[] = [];
  private readonly followed = new Map<string, Disposable>();
  /** From which level on the client wants log messages; missing: none. */
  level: ServerLogLevel | undefined;
  private logs: Disposable | undefined;
  private lastAsked = 0;
  private readonly resumable = new Map<number, Reply>();
  private lastStream = 0;

  constructor(
    readonly facts: SessionFacts,
    readonly client: GatewayClient,
    view: View,
    private readonly parts: McpParts,
    private readonly routes: LogRoutes,
  ) {
    this.usedAt = parts.clock.now();
    const { can, clientInfo, id } = facts;
    const isAsked = Object.values(can).includes(true);
    // Only for what is offered: a question comes with a request, which has its own way to the client.
    const ask = () => Promise.reject(new RpcError(rpcCodes.internal, "There is no request to ask about."));
    this.view = isAsked ? view.for({ client: clientInfo.name, key: id, can, ask }) : view;
  }

  /** How questions of servers reach the client, on the stream of the request that caused them. */
  answersFor(reply: Answering): ClientAnswers {
    const { can, clientInfo, id } = this.facts;
    return {
      client: `${clientInfo.name} (${this.client.name})`,
      key: id,
      can: reply.canStream ? can : nothing,
      ask: ({ method, params }, signal) => this.ask(reply, method, params, signal),
    };
  }

  /** What the client sends that wants no answer: its own answers to questions, and notifications. */
  heard(one: Exclude<RpcMessage, { kind: "request" }>): void {
    if (one.kind === "response") this.asked.get(one.id)?.(one);
    else this.notified(one.method, one.params);
  }

  private notified(method: string, params: Json): void {
    if (method !== "notifications/cancelled") return;
    const { requestId } = params;
    if (typeof requestId === "string" || typeof requestId === "number") this.running.get(requestId)?.abort.abort();
  }

  /** The log of a new stream, for a client of a revision that comes back for what it has missed. */
  newLog(): StreamLog | undefined {
    return this.facts.protocolVersion >= firstResumable ? new StreamLog(++this.lastStream) : undefined;
  }

  /** Keeps a reply for a client that loses the connection and comes back. */
  keep(log: StreamLog, reply: Reply): void {
    this.resumable.set(log.stream, reply);
    for (const [oldest] of this.resumable) if (this.resumable.size > limits.resumable) this.resumable.delete(oldest);
  }

  /** Goes on with the stream that an event belongs to; `false` where it is not known, or no longer. */
  resume(exchange: Exchange, { stream, number }: EventId): boolean {
    const reply = this.resumable.get(stream);
    reply?.resume(exchange, number);
    return reply !== undefined;
  }

  /** A stream for what no request causes. A message goes to the latest one that is open. */
  listen(stream: SseWriter): void {
    this.streams.push(stream);
    while (this.streams.length > limits.streams) this.streams.shift()?.end();
    this.tellChanges();
  }

  /** Tells the client which of its lists have changed, if it can hear it now. */
  tellChanges(): void {
    if (!this.stream) return;
    const changed = changedLists(this.view, this.lists);
    for (const kind of changed) this.lists.delete(kind); // until the client asks again
    for (const method of new Set(changed.map((kind) => changeOf[kind]))) this.send(notificationMessage(method, {}));
  }

  setLogLevel(level: ServerLogLevel): void {
    this.logs?.dispose();
    const at = () => this.view.servers;
    this.logs = this.store.add(this.routes.add({ level, at, send: (text) => this.send(text) }));
    this.level = level;
    for (const server of this.view.servers) this.askForLogs(server);
  }

  subscribe(uri: string): void {
    if (this.followed.has(uri)) return;
    if (this.followed.size >= limits.subscriptions)
      throw new RpcError(
        rpcCodes.internal,
        message("gateway.tooManySubscriptions", "This session follows {count} resources already. End one first.", {
          count: limits.subscriptions,
        }),
      );
    const server = this.view.owner(uri);
    const { hub } = this.parts;
    const store = new DisposableStore();
    store.add(hub.subscribe(server, uri));
    const updated = ({ params }: Notification) => {
      if (isObject(params) && params.uri === uri)
        this.send(notificationMessage("notifications/resources/updated", params));
    };
    store.add(hub.notifications.on({ server, method: "notifications/resources/updated" }, updated));
    this.followed.set(uri, this.store.add(store));
  }

  unsubscribe(uri: string): void {
    this.followed.get(uri)?.dispose();
    this.followed.delete(uri);
  }

  dispose(): void {
    for (const { abort } of this.running.values()) abort.abort();
    this.running.clear();
    for (const stream of this.streams) stream.end();
    this.store.dispose();
  }

  private get stream(): SseWriter | undefined {
    while (this.streams.at(-1)?.ended) this.streams.pop();
    return this.streams.at(-1);
  }

  private send(text: string): void {
    this.stream?.send(text);
  }

  private askForLogs(server: ServerId): void {
    const level = this.routes.levelFor(server);
    const isReady = this.parts.stream.view.servers.some(({ id, state }) => id === server && state.kind === "ready");
    // A server that knows no levels sends what it likes.
    if (level && isReady) this.parts.hub.setLogLevel(server, level).catch(() => {});
  }

  private ask(reply: Answering, method: string, params: Readonly<Record<string, unknown>>, signal: AbortSignal) {
    const id = `mcp-hub-${++this.lastAsked}`;
    return new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
      const over = () => {
        this.asked.delete(id);
        signal.removeEventListener("abort", gaveUp);
      };
      const gaveUp = () => {
        over();
        reply.notify(notificationMessage("notifications/cancelled", { requestId: id }));
        reject(signal.reason);
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener("abort", gaveUp);
      this.asked.set(id, (answer) => {
        over();
        if (answer.kind === "response" && answer.result) resolve(answer.result);
        else reject(refused(this.client.name, answer));
      });
      reply.notify(requestMessage(id, method, params));
    });
  }
}

const nothing: SupportedFeatures = { roots: false, sampling: false, forms: false, urls: false };

const refused = (client: string, answer: RpcMessage) =>
  new HubError(
    "denied",
    message("gateway.clientRefused", "{client} did not answer the question: {why}", {
      client,
      why: answer.kind === "response" ? String(answer.error?.message ?? "no reason given") : "no reason given",
    }),
  );
