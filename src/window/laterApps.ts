import type { ImportOffer } from "../core/apps/import/importOffer";
import { type Disposable, DisposableStore } from "../core/kernel/disposable";
import { Emitter } from "../core/kernel/emitter";
import { Later } from "../core/kernel/singleFlight";
import type { WindowAppParts, WindowApps } from "./windowApps";

/** How long after the start the code is loaded where nobody needs it before, in milliseconds. */
const soonMs = 1000;

/** What a window has to do with other apps, loaded after its start: the parsers of their files are large, and no server waits for them. */
export class LaterApps implements Disposable {
  /** Whether there is something to import. */
  readonly offer: Pick<ImportOffer, "found" | "onChange" | "look">;
  private readonly store = new DisposableStore();
  private readonly apps: Later<WindowApps>;
  private loaded: WindowApps | undefined;

  constructor(parts: WindowAppParts) {
    const { clock, report } = parts;
    const changes = this.store.add(new Emitter<void>(report));
    this.apps = new Later(async () => {
      const { WindowApps } = await import("./windowApps");
      const apps = this.store.add(new WindowApps(parts));
      this.store.add(apps.offer.onChange(() => changes.fire()));
      apps.renew().catch(report);
      this.loaded = apps;
      return apps;
    });
    const found = () => this.loaded?.offer.found;
    this.offer = {
      get found() {
        return found();
      },
      onChange: changes.event,
      look: () => void this.apps.get().then(({ offer }) => offer.look(), report),
    };
    this.store.add(clock.after(soonMs, () => void this.apps.get().catch(report)));
  }

  /** What the commands need of it. */
  async ports(): Promise<WindowApps["ports"]> {
    return (await this.apps.get()).ports;
  }

  dispose(): void {
    this.store.dispose();
  }
}
