import type { Clock } from "../../core/kernel/clock";
import type { HubError } from "../../core/kernel/hubError";
import { StreamBackoff } from "../wire/streamBackoff";
import { bodyText } from "./client/bodyText";
import type { HttpResponse } from "./client/httpClient";
import { httpRefusal, waitOf } from "./httpRefusal";
import { OpenRequest } from "./openRequest";
import { type SseStreamEnd, sseStream } from "./sseStream";

export interface ServerStreamParts {
  readonly clock: Clock;
  /** The largest event, in bytes. */
  readonly limit: number;
  /** Hears that an event broke the limit; says so in words. */
  readonly flooded: (open: OpenRequest) => HubError;
  /** Asks for the stream, from the event after `lastEventId` on; rejects where no answer came. */
  readonly get: (open: OpenRequest, lastEventId: string | undefined) => Promise<HttpResponse>;
  /** Hears the data of each event. */
  readonly onData: (data: Buffer, response: HttpResponse) => Promise<void> | undefined;
  /** Hears what went wrong; nobody waits for it. */
  readonly tell: (error: unknown) => void;
}

/** Statuses that will not change by asking again. */
const final = new Set([400, 401, 403, 404, 405, 406, 410, 501]);

/** The stream for what the server says by itself (specification, transports, listening for messages): opened anew when it ends. */
export class ServerStream {
  private open: OpenRequest | undefined;

  constructor(private readonly parts: ServerStreamParts) {}

  /** Begins to listen; a server that offers no such stream is asked once. */
  start(): void {
    if (this.open) return;
    this.open = new OpenRequest(undefined);
    void this.run(this.open);
  }

  dispose(): void {
    this.open?.abort();
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
        if (wasOpen) parts.tell(end.error);
        return;
      }
      if (end.error !== undefined) parts.tell(end.error);
      if (end.status === undefined) wasOpen ||= end.opened;
      lastEventId = end.lastEventId ?? lastEventId;
      await open.pause(parts.clock, backoff.next(end));
    }
  }
}

/** How often a stream that broke off before its answer is asked for again. */
const mostResumptions = 5;

/** Takes the stream of one request up again where it broke off (specification, transports, resumability). */
export async function resumeStream(
  parts: Omit<ServerStreamParts, "onData">,
  open: OpenRequest,
  ended: SseStreamEnd,
  onData: (data: Buffer, response: HttpResponse) => Promise<void> | undefined,
  isAnswered: () => boolean,
): Promise<void> {
  const backoff = new StreamBackoff();
  let end = ended;
  for (let tries = 0; tries < mostResumptions && !open.aborted && !isAnswered(); tries++) {
    await open.pause(parts.clock, backoff.next(end));
    if (open.aborted) return;
    const { lastEventId } = end;
    const next = await listen(parts, open, lastEventId, onData);
    if (next.heard) tries = 0;
    if (next.status !== undefined && final.has(next.status)) return;
    end = { ...next, lastEventId: next.lastEventId ?? lastEventId };
  }
}

interface ListenEnd extends SseStreamEnd {
  /** The status that was no success. */
  readonly status?: number;
  readonly opened: boolean;
}

async function listen(
  { clock, limit, get, flooded }: Omit<ServerStreamParts, "onData">,
  open: OpenRequest,
  lastEventId: string | undefined,
  onData: (data: Buffer, response: HttpResponse) => Promise<void> | undefined,
): Promise<ListenEnd> {
  const nothing = { broke: true, heard: false, lastEventId: undefined, retryMs: undefined, opened: false };
  try {
    const response = await get(open, lastEventId);
    const { status } = response;
    const isStream = /^\s*text\/event-stream\b/i.test(response.header("content-type") ?? "");
    if (status < 200 || status > 299 || !isStream) {
      const text = await bodyText(response, 64 * 1024, open.cut);
      const error = httpRefusal("stream", response, text, clock.now());
      return { ...nothing, status: status < 300 ? 405 : status, error, waitMs: waitOf(error) };
    }
    const onTooLong = () => {
      open.abort();
      return flooded(open);
    };
    return { ...(await sseStream(response, { limit, onData, onTooLong })), opened: true };
  } catch (error) {
    return { ...nothing, error };
  }
}
