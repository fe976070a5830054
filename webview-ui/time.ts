import { textLanguage } from "../src/protocol/message";
import { decimal } from "../src/protocol/numbers/decimal";

const two = (value: number) => String(value).padStart(2, "0");

/** Local time of day to the millisecond, e.g. `09:05:07.042`: the same width in every row and every locale. */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  const millis = String(date.getMilliseconds()).padStart(3, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${millis}`;
}

/** Local date and time, e.g. `2026-11-21 09:05:07.042`, for tooltips and copied rows. */
export function dateAndTime(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${timeOfDay(at)}`;
}

/** A time of day, or for another day than that of `now` the day and the minute, e.g. `11-21 09:05`: no wider than a time of day. */
export const dayOrTime = (at: number, now: number): string =>
  new Date(at).toDateString() === new Date(now).toDateString() ? timeOfDay(at) : dateAndTime(at).slice(5, 16);

/** A duration, e.g. `12 ms`, `1.4 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${decimal(ms / 1000, 1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A time to the second, e.g. `09:05:07`, with the date if it was on another day than `now`. */
export function timeOrDate(at: number, now: number): string {
  const time = timeOfDay(at).slice(0, 8);
  return new Date(at).toDateString() === new Date(now).toDateString()
    ? time
    : `${dateAndTime(at).slice(0, 10)} ${time}`;
}

/** How long something lasts, roughly, e.g. `40 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. A clock that was set back gives `0 s`. */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (minutes === 0) return `${seconds} s`;
  if (hours === 0) return `${minutes} min`;
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A number for people, e.g. `12,345`. */
export const count = (value: number): string => value.toLocaleString(textLanguage());

/** A size, e.g. `812 B`, `1.4 KB`, `12 MB`. */
export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  if (size < 999_500) return `${tenths(size / 1000)} KB`;
  return `${tenths(size / 1_000_000)} MB`;
}

const tenths = (value: number): string => (value < 9.95 ? decimal(value, 1) : String(Math.round(value)));
