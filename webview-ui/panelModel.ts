import { apply, emptyView, type HubView } from "../src/protocol/hubView";
import type { PanelReply, ToPanel } from "../src/protocol/panelMessages";
import { fold, noRows, type Rows, rowsAfter } from "./rows";

/** Everything the page knows about the hub. */
export interface PanelModel {
  readonly view: HubView;
  /** The number of the last event that the view knows. */
  readonly seq: number;
  readonly rows: Rows;
  /** Whether a snapshot has arrived. Until then nothing is known, which differs from an empty hub. */
  readonly told: boolean;
}

export const untold: PanelModel = { view: emptyView, seq: 0, rows: noRows, told: false };

/** The model after a message from the host. */
export function receive(model: PanelModel, message: Exclude<ToPanel, PanelReply>): PanelModel {
  switch (message.type) {
    case "snapshot":
      return {
        view: message.view,
        seq: message.seq,
        rows: fold(rowsAfter((message.events[0]?.seq ?? 1) - 1), message.events, message.dropped, true),
        told: true,
      };
    case "history":
      return model.told ? { ...model, rows: fold(model.rows, message.events) } : model;
    case "events": {
      if (!model.told) return model; // meant for an earlier page
      const rows = fold(model.rows, message.events, message.gap?.dropped);
      const news = message.events.filter(({ seq }) => seq > model.seq);
      return {
        ...model,
        rows,
        seq: Math.max(model.seq, rows.seq),
        view: message.gap?.view ?? news.reduce(apply, model.view),
      };
    }
  }
}

/** Without the rows of all that the view knows: none of them comes back, also those of the past that are on their way. */
export const withoutRows = (model: PanelModel): PanelModel => ({ ...model, rows: rowsAfter(model.seq) });
