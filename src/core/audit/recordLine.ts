import { isObject } from "../../protocol/isObject";

/** The record in a line; `undefined` if it is not one. */
export function parsedLine(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // not JSON: the caller says so
  }
}

/** The number of the record in a line; 0 if it has none. */
export function placeOf(line: string): number {
  const seq = parsedLine(line)?.seq;
  return typeof seq === "number" && Number.isSafeInteger(seq) && seq > 0 ? seq : 0;
}

/** When the record in a line was made, in milliseconds since the epoch. */
export function timeIn(line: string): number | undefined {
  const time = parsedLine(line)?.time;
  const ms = typeof time === "string" ? Date.parse(time) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
