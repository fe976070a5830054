import { apply, emptyView, type HubView } from "../src/protocol/hubView";
import type { PanelReply, ToPanel } from "../src/protocol/panelMessages";
import { clear, fold, noRows, type Rows } from "./rows";

/** Everything the page knows about the hub. */
export interface PanelModel {
  readonly view: HubView;
  readonly rows: Rows;
  /** Whether a snapshot has arrived. Until then nothing is known, which differs from an empty hub. */
  readonly told: boolean;
}

export const untold: PanelModel = { view: emptyView, rows: noRows, told: false };

/** The model after a message from the host. Events up to `clearedAt` (milliseconds since the epoch) were cleared. */
export function receive(model: PanelModel, message: Exclude<ToPanel, PanelReply>, clearedAt = 0): PanelModel {
  switch (message.type) {
    case "snapshot": {
      const events = message.events.filter(({ at }) => at > clearedAt);
      const known = message.events.length;
      const earlier = events.length === known ? message.seq - known : 0;
      const rows = fold(noRows, events, earlier, true);
      return { view: message.view, rows: { ...rows, seq: message.seq }, told: true };
    }
    case "events": {
      if (!model.told) return model; // meant for an earlier page
      const rows = fold(model.rows, message.events, message.gap?.dropped);
      const news = message.events.filter(({ seq }) => seq > model.rows.seq);
      return { ...model, rows, view: message.gap?.view ?? news.reduce(apply, model.view) };
    }
  }
}

export const withoutRows = (model: PanelModel): PanelModel => ({ ...model, rows: clear(model.rows) });
