import type { HubEvent, Stamped } from "../../protocol/hubEvent";
import { apply, emptyView, type HubView } from "../../protocol/hubView";
import type { Disposable } from "../kernel/disposable";
import { Emitter, type Event } from "../kernel/emitter";

/** How many events are kept for those who come late; older ones go. */
const historyLimit = 1000;

/** One stream of events that tells everyone: the view folded from it, the latest of it, and each as it comes. */
export class EventStream implements Disposable {
  private readonly emitter: Emitter<Stamped>;
  /** A ring: the `kept`th event stands at `(kept - 1) % historyLimit`. Nothing is moved when an event is added. */
  private readonly recent: Stamped[] = [];
  private folded: HubView = emptyView;
  private seq = 0;
  private kept = 0;

  constructor(
    private readonly now: () => number,
    onListenerError: (error: unknown) => void,
  ) {
    this.emitter = new Emitter(onListenerError);
  }

  /** Every event, in order, after the view has changed. */
  get onEvent(): Event<Stamped> {
    return this.emitter.event;
  }

  get view(): HubView {
    return this.folded;
  }

  /** The latest events, oldest first, at most 1,000. Messages on the wire are not among them: they are large, and only for those who look. */
  get history(): readonly Stamped[] {
    const oldest = this.kept > historyLimit ? this.kept % historyLimit : 0;
    return [...this.recent.slice(oldest), ...this.recent.slice(0, oldest)];
  }

  /** How many events were published; `history` holds the last of them. */
  get count(): number {
    return this.seq;
  }

  readonly publish = (event: HubEvent): void => {
    const stamped: Stamped = { ...event, seq: ++this.seq, at: this.now() };
    this.folded = apply(this.folded, stamped);
    if (event.type !== "wire.message") this.recent[this.kept++ % historyLimit] = stamped;
    this.emitter.fire(stamped);
  };

  dispose(): void {
    this.emitter.dispose();
  }
}
