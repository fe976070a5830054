import type { Stamped } from "../../../protocol/hubEvent";
import { isObject } from "../../../protocol/isObject";
import { readHistoryEvent } from "./historyEvent";
import type { KeptArguments } from "./keptArguments";

/** One line of the history on disk: an event, or how many events there was no room for. */
export type HistoryLine =
  | { readonly window: string; readonly event: Stamped; readonly args?: KeptArguments }
  | { readonly window: string; readonly at: number; readonly dropped: number };

/** As JSON on one line. `window` tells the lines of one run of a window from those of others in the same file. */
export const writeHistoryLine = (line: HistoryLine): string => JSON.stringify(line);

/** `undefined` for anything else: a line that was cut when its window ended, or that somebody else wrote. */
export function readHistoryLine(text: string): HistoryLine | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(read) || typeof read.window !== "string") return undefined;
  const { window, at, dropped, args } = read;
  if (typeof dropped === "number" && typeof at === "number") return { window, at, dropped };
  const event = readHistoryEvent(read.event);
  if (!event) return undefined;
  const isKept = isObject(args) && typeof args.json === "string" && typeof args.isWhole === "boolean";
  return { window, event, ...(isKept && { args: { json: String(args.json), isWhole: args.isWhole === true } }) };
}
