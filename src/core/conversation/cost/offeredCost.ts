import type { HubEvent } from "../../../protocol/hubEvent";
import type { EventStream } from "../../hub/eventStream";
import type { Hub } from "../../hub/hub";
import type { Clock } from "../../kernel/clock";
import { type Disposable, DisposableStore } from "../../kernel/disposable";
import { Emitter, type Event } from "../../kernel/emitter";
import { allToolTokens } from "./toolTokens";

/** How many tools are on, and what their definitions cost in a request to a model. */
export interface Cost {
  readonly tools: number;
  readonly tokens: number;
}

export interface OfferedCostParts {
  readonly hub: Pick<Hub, "tools">;
  readonly stream: Pick<EventStream, "onEvent">;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** How long changes are gathered before the tools are counted again, in milliseconds. */
const gatherMs = 1000;

/** After these, other tools may be on. */
const listChanges: ReadonlySet<HubEvent["type"]> = new Set([
  "server.catalog",
  "server.removed",
  "server.order",
  "config.read",
  "choice.changed",
]);

/** What everything that is on costs, counted a moment after each change. */
export class OfferedCost implements Disposable {
  private cost: Cost = { tools: 0, tokens: 0 };
  private counting: Disposable | undefined;
  private readonly store = new DisposableStore();
  private readonly changes: Emitter<void>;

  constructor(private readonly parts: OfferedCostParts) {
    this.changes = this.store.add(new Emitter<void>(parts.report));
    this.store.add(parts.stream.onEvent(({ type }) => listChanges.has(type) && this.countLater()));
  }

  get onChange(): Event<void> {
    return this.changes.event;
  }

  get current(): Cost {
    return this.cost;
  }

  dispose(): void {
    this.counting?.dispose();
    this.store.dispose();
  }

  private countLater(): void {
    this.counting ??= this.parts.clock.after(
      gatherMs,
      () => {
        this.counting = undefined;
        this.count().catch(this.parts.report);
      },
      true,
    );
  }

  private async count(): Promise<void> {
    const tools = this.parts.hub.tools();
    const tokens = await allToolTokens(tools);
    if (tools !== this.parts.hub.tools()) return; // a change meanwhile has its own count
    if (this.cost.tools === tools.length && this.cost.tokens === tokens) return;
    this.cost = { tools: tools.length, tokens };
    this.changes.fire();
  }
}
