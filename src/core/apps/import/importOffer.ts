import type { Clock } from "../../kernel/clock";
import type { Disposable } from "../../kernel/disposable";
import { Emitter } from "../../kernel/emitter";
import type { System } from "../system";
import type { AppFiles } from "../use/appFilePorts";
import { candidates, type ImportRules } from "./candidates";
import { findSources } from "./findSources";
import { foundServers } from "./foundServers";
import type { FoundServers } from "./foundText";

export interface ImportOfferPorts {
  /** Where apps keep their files; without the folders of a workspace that the person does not trust. */
  readonly system: () => System;
  readonly files: Pick<AppFiles, "load">;
  readonly rules: () => ImportRules;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** The longest text of a file that is parsed before anybody asks for it. Parsing it would hold up the extension host. */
const sizeLimit = 1_000_000;

/** How long it may take until what was found is shown, in milliseconds. What comes later is dropped. */
const limitMs = 10_000;

const pauseMs = 100;

/** Knows whether other apps have servers, so that an empty list can offer to import them. It reads files, and writes and starts nothing. */
export class ImportOffer implements Disposable {
  private shown: FoundServers | undefined;
  private isLooking = false;
  private looked: string | undefined;
  private isOver = false;
  private readonly changes: Emitter<void>;

  constructor(private readonly ports: ImportOfferPorts) {
    this.changes = new Emitter(ports.report);
  }

  get found(): FoundServers | undefined {
    return this.shown;
  }

  get onChange() {
    return this.changes.event;
  }

  /** Looks for servers, in the background. Looks only once for the same folders, however often it is asked. */
  look(): void {
    const system = this.ports.system();
    const place = JSON.stringify([system.home, system.workspace, system.folders]);
    if (this.isLooking || this.isOver || this.looked === place) return;
    this.looked = place;
    void this.search(system);
  }

  dispose(): void {
    this.isOver = true;
    this.changes.dispose();
  }

  private async search(system: System): Promise<void> {
    const { clock, files, rules, report } = this.ports;
    this.isLooking = true;
    const until = clock.now() + limitMs;
    const load = async (path: string) => {
      const text = await files.load(path);
      return text !== undefined && text.length > sizeLimit ? undefined : text;
    };
    try {
      const pause = () => new Promise<void>((resolve) => void clock.after(pauseMs, resolve, true));
      const sources = await findSources(system, { load }, pause);
      if (this.isOver || clock.now() > until) return;
      this.shown = foundServers(candidates(sources, rules()));
      this.changes.fire();
    } catch (error) {
      report(error);
    } finally {
      this.isLooking = false;
    }
  }
}
