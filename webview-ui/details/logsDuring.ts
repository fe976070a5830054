import type { Row } from "../row";
import { indexOfRow } from "../rows";

/** The most log lines that are shown with a call. */
const limit = 30;

/** What the server of a call logged while the call ran: by time, since a server does not say what a line belongs to. */
export function logsDuring({ id, at, server, call }: Row, list: readonly Row[]): readonly Row[] {
  if (!call?.split || call.ms === undefined) return [];
  const end = at + call.ms + call.split.approval;
  const logs: Row[] = [];
  for (let index = indexOfRow(list, id); index < list.length && logs.length < limit; index++) {
    const row = list[index];
    if (!row || row.at > end) break;
    if (row.server === server && (row.kind === "stderr" || row.kind === "server")) logs.push(row);
  }
  return logs;
}
