import type { Stamped } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";

/** The largest file that is read or written, in bytes. */
export const trafficFileLimit = 64 * 1024 * 1024;

/**
 * The page's document of rows with the whole text of each message, which only the host has. Each entry names its messages by their numbers
 * in the stream (`_messages`). Everything in it has been redacted where it entered the stream.
 */
export function withMessages(har: string, find: (seq: number) => Stamped | undefined): string | undefined {
  let read: unknown;
  try {
    read = JSON.parse(har);
  } catch {
    return undefined;
  }
  if (!isObject(read) || !isObject(read.log) || !Array.isArray(read.log.entries)) return undefined;
  const entries = read.log.entries.map((entry: unknown) => (isObject(entry) ? filled(entry, find) : entry));
  return JSON.stringify({ ...read, log: { ...read.log, entries } }, undefined, 1);
}

function filled(entry: Record<string, unknown>, find: (seq: number) => Stamped | undefined): Record<string, unknown> {
  const { _messages: named, ...rest } = entry;
  if (!Array.isArray(named)) return rest;
  const messages = named.flatMap((seq: unknown) => {
    const found = typeof seq === "number" ? find(seq) : undefined;
    return found?.type === "wire.message" ? [found] : [];
  });
  return { ...rest, _messages: messages };
}
