const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");

const dayOf = (date: Date): string =>
  `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const timeOf = (date: Date): string => `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;

/** A date and time with its zone (RFC 3339), as schemas with the format "date-time" want it. */
const dateTime = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** What an input for a local date and time shows of a text, to the second; nothing where the text is something else. */
export function localOf(text: string): string {
  const date = new Date(dateTime.test(text) ? text : Number.NaN);
  return Number.isNaN(date.getTime()) ? "" : `${dayOf(date)}T${timeOf(date)}`;
}

/** The text for what was picked in such an input: with the zone of this machine on that day. Nothing for nothing. */
export function textOf(local: string): string {
  const date = new Date(local);
  if (local === "" || Number.isNaN(date.getTime())) return "";
  const minutes = -date.getTimezoneOffset();
  const zone = `${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
  return `${dayOf(date)}T${timeOf(date)}${minutes === 0 ? "Z" : zone}`;
}
