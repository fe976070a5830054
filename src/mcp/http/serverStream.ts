import type { Clock } from "../../core/kernel/clock";
import type { HubError } from "../../core/kernel/hubError";
import { StreamBackoff } from "../wire/streamBackoff";
import { bodyText } from "./client/bodyText";
import type { HttpResponse } from "./client/httpClient";
import { httpRefusal, retryAfterOf } from "./httpRefusal";
import { OpenRequest } from "./openRequest";
import { type SseStreamEnd, sseStream } from "./sseStream";

export interface ServerStreamParts {
  readonly clock: Clock;
  /** The largest event, in bytes. */
  readonly limit: number;
  /** An event broke the limit; returns the error. */
  readonly tooLarge: (open: OpenRequest) => HubError;
  /** Requests the stream, from the event after `lastEventId` on; rejects where no response came. */
  readonly get: (open: OpenRequest, lastEventId: string | undefined) => Promise<HttpResponse>;
  /** Takes the data of each event. */
  readonly onData: (data: Buffer, response: HttpResponse) => Promise<void> | undefined;
  /** Takes failures that nobody waits for. */
  readonly report: (error: unknown) => void;
}

/** Statuses after which the request is not repeated. */
const final = new Set([400, 401, 403, 404, 405, 406, 410, 501]);

/** The stream of the server's own messages (specification, transports, listening for messages): opened again when it ends. */
export class ServerStream {
  private open: OpenRequest | undefined;
  private isListening = false;

  constructor(private readonly parts: ServerStreamParts) {}

  /** Whether messages may come on it, now or once it is open again. */
  get listens(): boolean {
    return this.isListening;
  }

  /** Opens the stream, unless it was disposed; a server that does not offer one is asked once. */
  start(): void {
    if (this.open) return;
    this.open = new OpenRequest(undefined);
    this.isListening = true;
    void this.run(this.open).finally(() => {
      this.isListening = false;
    });
  }

  dispose(): void {
    // The response that the stream waits for can come afterwards.
    this.open ??= new OpenRequest(undefined);
    this.open.abort();
  }

  private async run(open: OpenRequest): Promise<void> {
    const { parts } = this;
    const backoff = new StreamBackoff();
    let lastEventId: string | undefined;
    let wasOpen = false;
    while (!open.aborted) {
      const end = await listen(parts, open, lastEventId, parts.onData);
      if (open.aborted) return;
      if (end.status !== undefined && final.has(end.status)) {
        // Where there was a stream before, the session is gone; where there was none, the server has none to offer.
        if (wasOpen) parts.report(end.error);
        return;
      }
      if (end.error !== undefined) parts.report(end.error);
      if (end.status === undefined) wasOpen ||= end.opened;
      lastEventId = end.lastEventId ?? lastEventId;
      await open.pause(parts.clock, backoff.next(end));
    }
  }
}

/** How often a stream that broke off before its response is resumed. */
const maxResumptions = 5;

/** Resumes the stream of one request where it broke off (specification, transports, resumability). */
export async function resumeStream(
  parts: Omit<ServerStreamParts, "onData">,
  open: OpenRequest,
  ended: SseStreamEnd,
  onData: (data: Buffer, response: HttpResponse) => Promise<void> | undefined,
  isAnswered: () => boolean,
): Promise<void> {
  const backoff = new StreamBackoff();
  let end = ended;
  for (let tries = 0; tries < maxResumptions && !open.aborted && !isAnswered(); tries++) {
    await open.pause(parts.clock, backoff.next(end));
    if (open.aborted) return;
    const { lastEventId } = end;
    const next = await listen(parts, open, lastEventId, onData);
    if (next.hadEvents) tries = 0;
    if (next.status !== undefined && final.has(next.status)) return;
    end = { ...next, lastEventId: next.lastEventId ?? lastEventId };
  }
}

interface ListenEnd extends SseStreamEnd {
  /** The status, where it was not a success. */
  readonly status?: number;
  readonly opened: boolean;
}

async function listen(
  { clock, limit, get, tooLarge }: Omit<ServerStreamParts, "onData">,
  open: OpenRequest,
  lastEventId: string | undefined,
  onData: (data: Buffer, response: HttpResponse) => Promise<void> | undefined,
): Promise<ListenEnd> {
  const nothing = { broken: true, hadEvents: false, lastEventId: undefined, retryMs: undefined, opened: false };
  try {
    const response = await get(open, lastEventId);
    const { status } = response;
    const isStream = /^\s*text\/event-stream\b/i.test(response.header("content-type") ?? "");
    if (status < 200 || status > 299 || !isStream) {
      const text = await bodyText(response, 64 * 1024, open.stopReading);
      const error = httpRefusal("stream", response, text, clock.now());
      return { ...nothing, status: status < 300 ? 405 : status, error, retryAfterMs: retryAfterOf(error) };
    }
    const onTooLong = () => {
      open.abort();
      return tooLarge(open);
    };
    return { ...(await sseStream(response, { limit, onData, onTooLong })), opened: true };
  } catch (error) {
    return { ...nothing, error };
  }
}
