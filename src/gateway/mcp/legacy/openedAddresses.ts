import type { Notification } from "../../../core/hub/notifications";
import type { Disposable } from "../../../core/kernel/disposable";
import type { RelayedQuestion } from "../../../core/questions/clientAnswers";
import { isObject } from "../../../protocol/isObject";
import type { McpParts } from "../mcpParts";
import { type Json, notificationMessage } from "../rpc";

const method = "notifications/elicitation/complete";

/** How many addresses that a client was asked to open are remembered, and how many of its messages wait for a stream. */
const limit = 100;

/** Sends a message; `false` where the client cannot hear it there. */
type Send = (text: string) => boolean;

/** The addresses that a client was asked to open: it hears when the person has finished there, and nothing of those of other clients. */
export class OpenedAddresses implements Disposable {
  /** By server and id. */
  private readonly asked = new Map<string, Send>();
  private readonly missed = new Set<string>();
  private readonly following: Disposable;

  constructor(
    { notifications }: Pick<McpParts["hub"], "notifications">,
    /** Between two requests of the client. */
    private readonly send: Send,
  ) {
    this.following = notifications.on({ method }, (one) => this.finished(one));
  }

  /** The client is asked something. `during`: sends on the stream of the request that caused it, while there is one. */
  add({ server, params }: Pick<RelayedQuestion, "server" | "params">, during: Send = () => false): void {
    if (params.mode !== "url" || typeof params.elicitationId !== "string") return;
    this.asked.set(keyOf(server, params.elicitationId), during);
    for (const oldest of this.asked.keys()) if (this.asked.size > limit) this.asked.delete(oldest);
  }

  /** The client can hear now what it has missed. */
  tellMissed(): void {
    for (const text of this.missed) if (this.send(text)) this.missed.delete(text);
  }

  dispose(): void {
    this.following.dispose();
    this.asked.clear();
    this.missed.clear();
  }

  private finished({ server, params }: Notification): void {
    if (!isObject(params) || typeof params.elicitationId !== "string") return;
    const key = keyOf(server, params.elicitationId);
    const during = this.asked.get(key);
    if (!during) return;
    this.asked.delete(key);
    const text = notificationMessage(method, params as Json);
    if (!during(text) && !this.send(text)) this.missed.add(text);
  }
}

const keyOf = (server: string, id: string) => `${server}\n${id}`;
