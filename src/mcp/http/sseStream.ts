import type { HubError } from "../../core/kernel/hubError";
import { SerialQueue } from "../wire/serialQueue";
import type { StreamEnd } from "../wire/streamBackoff";
import type { HttpResponse } from "./client/httpClient";
import { SseReader } from "./sseReader";

export interface SseStreamEnd extends StreamEnd {
  /** Where to resume; `undefined` where the events had no ids. */
  readonly lastEventId: string | undefined;
  /** Why the stream broke. */
  readonly error: unknown;
}

export interface SseStreamParts {
  /** The largest event, in bytes. */
  readonly limit: number;
  /** Takes the data of each event; the next one comes only once the returned promise has settled. */
  readonly onData: (data: Buffer, response: HttpResponse) => Promise<void> | undefined;
  /** Takes the events that are not messages, with their type. */
  readonly onOther?: (data: Buffer, type: string) => void;
  /** An event broke the limit: stops the stream, and returns the error. */
  readonly onTooLong: () => HubError;
}

/** Reads a stream of messages to its end, whichever way it ends. */
export async function sseStream(response: HttpResponse, parts: SseStreamParts): Promise<SseStreamEnd> {
  let hadEvents = false;
  let error: unknown;
  const queue = new SerialQueue((failure) => {
    error ??= failure;
  });
  const onEvent = (data: Buffer, type: string) => {
    hadEvents = true;
    if (type === "message") queue.add(() => parts.onData(data, response));
    else parts.onOther?.(data, type);
  };
  const reader = new SseReader(parts.limit, onEvent, () => {
    error = parts.onTooLong();
  });
  try {
    await response.read((chunk) => {
      reader.push(chunk);
      return queue.idle;
    });
  } catch (broken) {
    error ??= broken;
  }
  reader.dispose();
  await queue.idle;
  const { lastEventId, retryMs } = reader;
  return { hadEvents, lastEventId, retryMs, error, broken: error !== undefined };
}
