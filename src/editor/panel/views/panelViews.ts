import type { EventStream } from "../../../core/hub/eventStream";
import type { Hub } from "../../../core/hub/hub";
import type { Metrics } from "../../../core/hub/metrics";
import type { Clock } from "../../../core/kernel/clock";
import type { Disposable } from "../../../core/kernel/disposable";
import { HubError } from "../../../core/kernel/hubError";
import type { StateStore } from "../../../core/kernel/ports";
import { LastHour } from "../../../core/operations/recent/lastHour";
import { ServerPasts } from "../../../core/operations/recent/serverPasts";
import type { Stamped } from "../../../protocol/hubEvent";
import type { NoteKind } from "../../../protocol/panel/note";
import type { PanelHandlers } from "../../../protocol/panelMessages";
import { MutedKinds } from "./mutedKinds";
import { noteOf } from "./noteOf";
import { Notes } from "./notes";
import { type MemoryOf, serverCards } from "./serverCards";
import { toolCosts } from "./toolCosts";

export interface PanelViewsPorts {
  readonly stream: Pick<EventStream, "onEvent" | "view">;
  readonly hub: Pick<Hub, "catalog" | "definition">;
  readonly metrics: Pick<Metrics, "of">;
  readonly clock: Pick<Clock, "now">;
  /** Of the workspace. */
  readonly state: StateStore;
  readonly memoryOf: MemoryOf;
  readonly report: (error: unknown) => void;
}

/** The requests of the page for the views beside the traffic. */
export type ViewHandlers = Pick<
  PanelHandlers,
  "serverCards" | "toolCosts" | "figures" | "notes" | "unread" | "seen" | "mute" | "unmute" | "clearNotes"
>;

/** What the panel's views "Servers", "Metrics" and "Notifications" show, followed from the start whether the panel is open or not. */
export class PanelViews implements Disposable {
  private readonly pasts = new ServerPasts();
  private readonly hour = new LastHour();
  private readonly muted: MutedKinds;
  private readonly notes: Notes;
  private readonly listener: Disposable;

  constructor(private readonly ports: PanelViewsPorts) {
    this.muted = new MutedKinds(ports.state);
    this.notes = new Notes(this.muted);
    this.listener = ports.stream.onEvent((event) => {
      this.pasts.follow(event);
      this.hour.follow(event);
      this.notes.follow(event);
    });
  }

  /** The stream for what notifies in the editor: without the events of a kind that the person muted. */
  get unmuted(): Pick<EventStream, "onEvent" | "view"> {
    const { stream } = this.ports;
    const isMuted = (event: Stamped) => {
      const note = this.muted.isEmpty ? undefined : noteOf(event);
      return note !== undefined && this.muted.has(note);
    };
    return {
      onEvent: (listener) => stream.onEvent((event) => isMuted(event) || listener(event)),
      get view() {
        return stream.view;
      },
    };
  }

  get handlers(): ViewHandlers {
    const { stream, hub, metrics, clock, memoryOf, report } = this.ports;
    return {
      serverCards: () =>
        serverCards({
          servers: () => stream.view.servers,
          definition: (server) => orIfGone(() => hub.definition(server)),
          figures: (server) => metrics.of(server, clock.now()),
          past: (server) => this.pasts.of(server),
          memoryOf,
          report,
        }),
      toolCosts: (server) => toolCosts(hub.definition(server), hub.catalog(server)),
      figures: (server, tool) => this.hour.read(clock.now(), server, tool),
      notes: (after) => this.notes.read(after),
      unread: () => this.notes.unread,
      seen: (seq) => this.notes.seen(seq),
      mute: (kind: NoteKind) => this.muted.mute(kind),
      unmute: (kind: NoteKind) => this.muted.unmute(kind),
      clearNotes: () => this.notes.clear(),
    };
  }

  dispose(): void {
    this.listener.dispose();
  }
}

/** Until the event of its removal arrives, the view has a server that no longer exists. */
function orIfGone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof HubError && error.code === "unknown-server") return undefined;
    throw error;
  }
}
