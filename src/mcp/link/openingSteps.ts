import { SdkError, SdkErrorCode } from "@modelcontextprotocol/client";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { HubError } from "../../core/kernel/hubError";
import { inWords } from "../../core/kernel/timeLimit";
import { message } from "../../protocol/message";
import type { OpeningWatch } from "../revisions/openInEra";
import type { LinkListener } from "./linkListener";

export interface OpeningParts {
  readonly server: string;
  readonly clock: Clock;
  readonly listener: LinkListener;
  readonly watch?: OpeningWatch | undefined;
  /** How long the server may be silent after the handshake that follows an unanswered question; without it, for as long as the attempt. */
  readonly deafMs?: number | undefined;
}

/** Follows the opening of a link: tells what it waits for, and gives up a server that is deaf since it was asked which era it speaks. */
export class OpeningSteps implements Disposable {
  /** Rejects when the server counts as deaf. */
  readonly deaf: Promise<never>;
  private timer: Disposable | undefined;
  private hasHeard = false;
  private asked = false;
  private giveUp: (error: HubError) => void = () => {};

  constructor(private readonly parts: OpeningParts) {
    this.deaf = new Promise((_, reject) => {
      this.giveUp = reject;
    });
    this.deaf.catch(() => {}); // the code that races it with the opening handles it; until then it must not count as unhandled
    parts.listener.onSaid = () => {
      if (this.timer) this.wait(); // a program that says something is at work
    };
  }

  /** A request is sent. */
  sent(method: string): void {
    const { listener, watch } = this.parts;
    if (method === "server/discover") {
      this.asked = true;
      listener.events.step?.("probe");
    }
    if (method !== "initialize") return;
    listener.events.step?.("handshake");
    watch?.onHandshake();
    if (this.asked && !this.hasHeard) this.wait();
  }

  /** The server sent a message. */
  heard(): void {
    if (this.hasHeard) return;
    this.hasHeard = true;
    this.parts.watch?.onHeard();
    this.dispose();
  }

  dispose(): void {
    this.timer?.dispose();
    this.timer = undefined;
    this.parts.listener.onSaid = undefined;
  }

  private wait(): void {
    const { server, clock, deafMs } = this.parts;
    if (deafMs === undefined) return;
    this.timer?.dispose();
    this.timer = clock.after(deafMs, () => {
      const text = message(
        "link.deaf",
        '"{server}" did not answer within {time} after it was asked for its revision.',
        {
          server,
          time: inWords(deafMs),
        },
      );
      this.giveUp(new HubError("timeout", text, { cause: new SdkError(SdkErrorCode.RequestTimeout, text) }));
    });
  }
}
