import { type Disposable, DisposableStore } from "../../../core/kernel/disposable";
import { Emitter } from "../../../core/kernel/emitter";
import type { HubEvent } from "../../../protocol/hubEvent";
import type { McpParts } from "../mcpParts";

/** How long changes are gathered before anyone hears of them, in milliseconds: a server that connects causes several. */
const gatherMs = 100;

const relevant: ReadonlySet<HubEvent["type"]> = new Set<HubEvent["type"]>([
  "server.added",
  "server.removed",
  "server.order",
  "server.catalog",
  "server.state",
  "config.read",
  "pin.added",
  "pin.changed",
  "pin.accepted",
  "server.trusted",
  "choice.changed",
]);

/** Says when what clients see may have changed: `version` at once, listeners once for all that comes together. */
export class ViewChanges implements Disposable {
  private count = 0;
  private readonly emitter: Emitter<void>;
  private readonly following = new DisposableStore();
  private gathering: Disposable | undefined;

  constructor({ stream, hub, clock, report }: Pick<McpParts, "stream" | "hub" | "clock" | "report">) {
    this.emitter = new Emitter(report);
    const changed = () => {
      this.count++;
      this.gathering ??= clock.after(
        gatherMs,
        () => {
          this.gathering = undefined;
          this.emitter.fire();
        },
        true,
      );
    };
    this.following.add(hub.clients.onChange(changed));
    this.following.add(stream.onEvent(({ type }) => void (relevant.has(type) && changed())));
  }

  readonly version = (): number => this.count;

  follow(listener: () => void): Disposable {
    return this.emitter.event(listener);
  }

  dispose(): void {
    this.following.dispose();
    this.gathering?.dispose();
    this.emitter.dispose();
  }
}
