import type { HubError } from "../../core/hubError";
import { EventReader } from "./eventReader";
import type { HttpResponse } from "./httpClient";
import type { StreamEnd } from "./streamBackoff";

export interface EventStreamEnd extends StreamEnd {
  /** Where to take it up again; `undefined` where its events had no ids. */
  readonly lastEventId: string | undefined;
  /** Why it broke. */
  readonly error: unknown;
}

export interface EventStreamParts {
  /** The largest event, in bytes. */
  readonly limit: number;
  readonly onData: (data: string) => void;
  /** Gives the stream up, which broke the limit; says so in words. */
  readonly onTooLong: () => HubError;
}

/** Reads a stream of messages to its end, however it ends. */
export async function eventStream(response: HttpResponse, parts: EventStreamParts): Promise<EventStreamEnd> {
  let heard = false;
  let error: unknown;
  const onEvent = (data: string, type: string) => {
    heard = true;
    if (type === "message") parts.onData(data);
  };
  const reader = new EventReader(parts.limit, onEvent, () => {
    error = parts.onTooLong();
  });
  try {
    await response.read((chunk) => reader.push(chunk));
  } catch (broken) {
    error ??= broken;
  }
  const { lastEventId, retryMs } = reader;
  return { heard, lastEventId, retryMs, error, broke: error !== undefined };
}
