import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../core/kernel/clock";
import { message } from "../../protocol/message";
import type { GatewayClient, Refusal } from "./gatewayClient";
import { MinuteWindow } from "./minuteWindow";

/** Which limit of its own a client has reached. */
export type ClientRefusal = "concurrent" | "per-minute" | "body-bytes";

/** The requests of one client: those that run, and how many came within the last minute. */
interface Traffic {
  /** With the time at which the token of each expires; `Infinity`: it does not. */
  readonly responses: Map<ServerResponse, number>;
  readonly window: MinuteWindow;
}

/** How many clients are remembered that run nothing: tokens signed elsewhere have no bound of their own. */
const idleLimit = 1000;

/** Which requests of which client run, within its limits. */
export class RunningRequests {
  private readonly clients = new Map<string, Traffic>();

  constructor(
    private readonly clock: Pick<Clock, "now">,
    private readonly onRefusal: (reason: ClientRefusal, client: GatewayClient) => void = () => {},
  ) {}

  /** Counts a request until its response has ended, or says why it may not begin. `until`: when its token expires. */
  begin(
    client: GatewayClient,
    { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
    until = Number.POSITIVE_INFINITY,
  ): Refusal | undefined {
    const { concurrent, perMinute, bodyBytes } = client.limits;
    const traffic = this.trafficOf(client.id);
    const { responses, window } = traffic;
    const now = this.clock.now();
    if (responses.size >= concurrent) return this.refuse(client, "concurrent", tooManyAtOnce(concurrent));
    if (window.count(now) >= perMinute)
      return this.refuse(client, "per-minute", tooManyInAMinute(perMinute, window.secondsUntilBelow(perMinute, now)));
    if (Number(request.headers["content-length"]) > bodyBytes)
      return this.refuse(client, "body-bytes", tooLarge(bodyBytes));
    window.add(now);
    // A client may have left while its token was checked: it is gone, and says so no more.
    if (response.destroyed) return undefined;
    responses.set(response, until);
    response.on("close", () => responses.delete(response));
    return undefined;
  }

  /** Counts so many more calls of a request that has begun: a batch is one request. All of them may be made, or none. */
  charge(client: GatewayClient, calls: number): Refusal | undefined {
    const { perMinute } = client.limits;
    const { window } = this.trafficOf(client.id);
    const now = this.clock.now();
    const room = perMinute - window.count(now);
    if (calls > room) return this.refuse(client, "per-minute", tooManyInABatch(perMinute, calls, window, now));
    window.add(now, calls);
    return undefined;
  }

  /** Ends everything that runs for a client. */
  cut(client: string): void {
    for (const response of this.clients.get(client)?.responses.keys() ?? []) response.destroy();
  }

  /** Ends everything whose token has expired. */
  expire(): void {
    const now = this.clock.now();
    for (const { responses } of this.clients.values())
      for (const [response, until] of responses) if (until <= now) response.destroy();
  }

  private refuse(client: GatewayClient, reason: ClientRefusal, refusal: Refusal): Refusal {
    this.onRefusal(reason, client);
    return refusal;
  }

  private trafficOf(client: string): Traffic {
    const known = this.clients.get(client);
    if (known) return known;
    if (this.clients.size >= idleLimit)
      for (const [id, { responses, window }] of this.clients)
        if (responses.size === 0 && window.count(this.clock.now()) === 0) this.clients.delete(id);
    const traffic = { responses: new Map<ServerResponse, number>(), window: new MinuteWindow() };
    this.clients.set(client, traffic);
    return traffic;
  }
}

const tooManyAtOnce = (limit: number): Refusal => ({
  status: 429,
  message: message(
    "gateway.tooManyAtOnce",
    "This client has {limit} requests running, and may not have more. Wait until one of them has ended.",
    { limit },
  ),
  retryAfterSeconds: 1,
});

const tooManyInAMinute = (limit: number, seconds: number): Refusal => ({
  status: 429,
  message: message(
    "gateway.tooManyInAMinute",
    "This client may send {limit} requests in a minute. Send the next one in {seconds} seconds.",
    { limit, seconds },
  ),
  retryAfterSeconds: seconds,
});

/** `Retry-After` is missing where no wait helps: the batch is larger than what may be sent in a minute. */
const tooManyInABatch = (limit: number, calls: number, window: MinuteWindow, now: number): Refusal => ({
  status: 429,
  message: message(
    "gateway.tooManyInABatch",
    "This client may make {limit} calls in a minute, and this batch has {calls} more than were counted for it. Send fewer at once, or later.",
    { limit, calls },
  ),
  ...(calls < limit && { retryAfterSeconds: window.secondsUntilBelow(limit - calls + 1, now) }),
});

const tooLarge = (limit: number): Refusal => ({
  status: 413,
  message: message("gateway.tooLarge", "This client may send {limit} bytes at once. Send less.", { limit }),
});
