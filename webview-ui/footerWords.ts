import type { Rows } from "./rows";

/** e.g. `120 of 10,000 rows · 1,034 older rows dropped · Paused, 12 events since`. */
export function footerWords(shown: number, { list, removed, seq }: Rows, ahead: Rows | undefined): string {
  const number = (value: number) => value.toLocaleString("en-US");
  const many = (value: number, what: string) => `${number(value)} ${what}${value === 1 ? "" : "s"}`;
  const parts = [`${shown === list.length ? "" : `${number(shown)} of `}${many(list.length, "row")}`];
  if (removed > 0) parts.push(`${many(removed, "older row")} dropped`);
  if (ahead) parts.push(`Paused, ${many(ahead.seq - seq, "event")} since`);
  return parts.join(" · ");
}
