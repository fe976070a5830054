import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import type { Event } from "../../core/kernel/emitter";
import { message } from "../../protocol/message";
import type { Access, Admission, GatewayClient, Refusal } from "../access/gatewayClient";
import { type ClientRefusal, RunningRequests } from "../access/runningRequests";
import { AddressHolder } from "./addressHolder";
import type { Exchange } from "./exchange";
import { type Listener, listen } from "./listen";
import type { ListenOptions } from "./listenOptions";
import { sendProblem } from "./problem";

export interface GatewayOptions extends Omit<ListenOptions, "refused"> {
  readonly access: Access;
  /** Answers an admitted exchange; `undefined`: there is nothing at this path. */
  readonly routes: (exchange: Exchange, client: GatewayClient) => Promise<void> | undefined;
  /** Answers what needs no token (`/health`, `/health/ready`), and says whether it has. */
  readonly open: (exchange: Exchange) => boolean;
  /** What runs for whom, where the routes count calls as well; missing: one of its own. */
  readonly running?: RunningRequests;
  /** The paths there are, for a client that asks for another one. */
  readonly paths: readonly string[];
  /** Fires with the id of a client that may not go on: its open requests and streams end. */
  readonly revoked?: Event<string>;
  /** Counts what is turned away, by the reason and, where it is known, the client. */
  readonly refused?: (reason: RefusedBecause, client?: GatewayClient) => void;
}

export type RefusedBecause =
  | Parameters<NonNullable<ListenOptions["refused"]>>[0]
  | ClientRefusal
  | "token" // none, or a wrong one
  | "scope" // what the token names is not there, or not for it
  | "failed-attempts"
  | "token-in-address"
  | "unavailable"; // tokens cannot be checked now

/** The gateway of this process: one door for all its addresses. */
export interface Gateway extends Listener {
  /**
   * Holds another port as well, as soon as no other process has it. The holder is closed with the gateway.
   *
   * @param failed hears once why the port cannot be listened on at all; missing: `report`
   */
  hold(port: number, failed?: (error: unknown) => void): AddressHolder;
}

/** Names of parameters under which tokens are sent in addresses. They would end up in logs and histories. */
const tokenParameters = ["token", "access_token", "api_key", "apikey", "api-key", "auth_token"];

/** How often open requests are looked through for tokens that have expired, in milliseconds. */
const expiryMs = 1000;

/** Listens, lets in who may come in, and hands each exchange to its route. Rejects as `listen` does. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { clock, report, revoked, refused } = options;
  const running = options.running ?? new RunningRequests(clock, (reason, client) => refused?.(reason, client));
  const handler = (exchange: Exchange) => handle(exchange, options, running);
  const main = await listen(handler, options);
  const holders = new Set<AddressHolder>();
  const watching = revoked?.((client) => running.cut(client));
  const expiring = every(clock, expiryMs, () => running.expire());
  return {
    url: main.url,
    port: main.port,
    hold(port, failed = report) {
      const limits = { ...options.limits, portWaitMs: 0 };
      const holder = new AddressHolder({
        listen: () => listen(handler, { ...options, port, limits }),
        clock,
        report: failed,
      });
      holders.add(holder);
      return holder;
    },
    async close() {
      watching?.dispose();
      expiring.dispose();
      await Promise.all([main.close(), ...[...holders].map((holder) => holder.close())]);
    },
  };
}

function handle(exchange: Exchange, options: GatewayOptions, running: RunningRequests): Promise<void> | undefined {
  if (options.open(exchange)) return undefined;
  const { request } = exchange;
  if (request.url?.includes("?") && tokenParameters.some((name) => exchange.query.has(name))) {
    options.refused?.("token-in-address");
    sendProblem(exchange, 400, tokenInAddress());
    return undefined;
  }
  const admission = options.access.admit(request.headers, request.socket.remoteAddress ?? "");
  return admission instanceof Promise
    ? admission.then((one) => admitted(exchange, one, options, running))
    : admitted(exchange, admission, options, running);
}

function admitted(
  exchange: Exchange,
  admission: Admission,
  { routes, paths, refused }: GatewayOptions,
  running: RunningRequests,
): Promise<void> | undefined {
  if ("refusal" in admission) {
    refused?.(reasons[admission.refusal.status]);
    sendRefusal(exchange, admission.refusal);
    return undefined;
  }
  const { client } = admission;
  const refusal = running.begin(client, exchange, admission.until);
  if (refusal) {
    sendRefusal(exchange, refusal);
    return undefined;
  }
  forgetCredentials(exchange);
  const answered = routes(exchange, client);
  if (!answered)
    sendProblem(
      exchange,
      404,
      message("gateway.noPath", "There is nothing at this path. There is: {paths}.", { paths: paths.join(", ") }),
    );
  return answered;
}

/** What a client shows the hub is for the hub alone: no route can pass it on to a server by accident. */
function forgetCredentials({ request: { headers } }: Exchange): void {
  delete headers.authorization;
  delete headers["x-api-key"];
  delete headers.cookie;
  delete headers["proxy-authorization"];
}

/**
 * 401 names no metadata of a resource: clients would open a sign-in that the hub does not have (RFC 9728, section 5.1). 403 has no
 * challenge at all, for the same reason.
 */
function sendRefusal(exchange: Exchange, { status, message: text, retryAfterSeconds }: Refusal): void {
  const challenge = status === 401 ? { "www-authenticate": 'Bearer error="invalid_token"' } : {};
  sendProblem(exchange, status, text, challenge, retryAfterSeconds);
}

const reasons: Readonly<Record<Refusal["status"], RefusedBecause>> = {
  401: "token",
  403: "scope",
  413: "body-bytes",
  429: "failed-attempts",
  503: "unavailable",
};

const tokenInAddress = () =>
  message(
    "gateway.tokenInAddress",
    'A token in the address is not accepted, because addresses end up in logs. Send it as "Authorization: Bearer TOKEN" or "X-API-Key: TOKEN", and replace this one.',
  );

/** Runs again and again, without keeping the process alive. */
function every(clock: Clock, ms: number, run: () => void): Disposable {
  let timer: Disposable;
  const next = () => {
    timer = clock.after(
      ms,
      () => {
        run();
        next();
      },
      true,
    );
  };
  next();
  return { dispose: () => timer.dispose() };
}
