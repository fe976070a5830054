import type { HubError } from "../../core/kernel/hubError";
import { SerialQueue } from "../wire/serialQueue";
import type { StreamEnd } from "../wire/streamBackoff";
import type { HttpResponse } from "./client/httpClient";
import { SseReader } from "./sseReader";

export interface SseStreamEnd extends StreamEnd {
  /** Where to take it up again; `undefined` where its events had no ids. */
  readonly lastEventId: string | undefined;
  /** Why it broke. */
  readonly error: unknown;
}

export interface SseStreamParts {
  /** The largest event, in bytes. */
  readonly limit: number;
  /** Hears the data of each event; the next one comes only when what this has begun is done. */
  readonly onData: (data: Buffer, response: HttpResponse) => Promise<void> | undefined;
  /** Hears of events that are no messages, by their name. */
  readonly onOther?: (data: Buffer, type: string) => void;
  /** Gives the stream up, which broke the limit; says so in words. */
  readonly onTooLong: () => HubError;
}

/** Reads a stream of messages to its end, however it ends. */
export async function sseStream(response: HttpResponse, parts: SseStreamParts): Promise<SseStreamEnd> {
  let heard = false;
  let error: unknown;
  const inOrder = new SerialQueue((failure) => {
    error ??= failure;
  });
  const onEvent = (data: Buffer, type: string) => {
    heard = true;
    if (type === "message") inOrder.add(() => parts.onData(data, response));
    else parts.onOther?.(data, type);
  };
  const reader = new SseReader(parts.limit, onEvent, () => {
    error = parts.onTooLong();
  });
  try {
    await response.read((chunk) => {
      reader.push(chunk);
      return inOrder.busy;
    });
  } catch (broken) {
    error ??= broken;
  }
  await inOrder.busy;
  const { lastEventId, retryMs } = reader;
  return { heard, lastEventId, retryMs, error, broke: error !== undefined };
}
