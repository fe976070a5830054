import { message, textLanguage } from "../src/protocol/message";
import type { Rows } from "./rows";

/** e.g. `120 of 10,000 rows · 1,034 older rows dropped · Paused, 12 events since`. */
export function footerWords(shown: number, { list, removed, seq }: Rows, ahead: Rows | undefined): string {
  const number = (value: number) => value.toLocaleString(textLanguage());
  const parts = [rowsWords(list.length, shown, number)];
  if (removed > 0) parts.push(droppedWords(removed, number(removed)));
  if (ahead) parts.push(pausedWords(ahead.seq - seq, number(ahead.seq - seq)));
  return parts.join(" · ");
}

function rowsWords(all: number, shown: number, number: (value: number) => string): string {
  const rows =
    all === 1
      ? message("page.footer.oneRow", "1 row")
      : message("page.footer.rows", "{count} rows", { count: number(all) });
  return shown === all ? rows : message("page.footer.shown", "{shown} of {rows}", { shown: number(shown), rows });
}

const droppedWords = (removed: number, count: string): string =>
  removed === 1
    ? message("page.footer.oneDropped", "1 older row dropped")
    : message("page.footer.dropped", "{count} older rows dropped", { count });

const pausedWords = (since: number, count: string): string =>
  since === 1
    ? message("page.footer.pausedOne", "Paused, 1 event since")
    : message("page.footer.paused", "Paused, {count} events since", { count });
