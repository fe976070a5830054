import type { IncomingMessage, ServerResponse } from "node:http";
import { uniqueId } from "../../core/kernel/uniqueId";
import { message } from "../../protocol/message";
import { defectIn } from "./defect";
import { HttpExchange } from "./httpExchange";
import type { Handler, ListenLimits, ListenOptions } from "./listenOptions";
import { mayUse, preflightHeaders, shareWith } from "./origins";
import { sendProblem } from "./problem";
import { BodyProblem } from "./readBody";
import { readTarget } from "./requestTarget";
import { sendEmpty } from "./respond";

/** An id of a client that is taken over: visible ASCII of at most 128 characters. */
const usableId = /^[!-~]{1,128}$/;

/** Through which every request comes in: what is refused on every path is refused here, before any handler. */
export class FrontDoor {
  /** The exchanges whose response has not ended. */
  readonly running = new Set<HttpExchange>();
  /** The listener closes: connections end with their response. */
  isClosing = false;
  /** Called after each response. */
  onEnd: () => void = () => {};

  constructor(
    private readonly handler: Handler,
    private readonly options: Pick<ListenOptions, "origins" | "clock" | "report" | "refused">,
    private readonly limits: ListenLimits,
    /** The values of `Host` that belong to this listener. */
    private readonly hosts: () => ReadonlySet<string>,
  ) {}

  readonly take = (request: IncomingMessage, response: ServerResponse): void => {
    const given = request.headers["x-request-id"];
    const requestId = typeof given === "string" && usableId.test(given) ? given : uniqueId();
    if (this.isClosing) response.setHeader("connection", "close");
    const target = readTarget(request.url);
    const { path = "", search = "" } = target ?? {};
    const exchange = new HttpExchange(request, response, path, search, requestId, this.options.clock.now());
    this.running.add(exchange);
    // Node says the same of a response that was cut off with its connection.
    response.on("finish", () => request.socket.destroyed || exchange.finish());
    response.on("close", () => this.ended(exchange));
    response.on("error", this.options.report);
    if (!this.isRefused(exchange, target !== undefined)) this.run(exchange);
  };

  /** Ends what takes too long: bodies that do not arrive, and answers that nobody reads. Called again and again. */
  check(): void {
    const now = this.options.clock.now();
    for (const exchange of this.running) {
      const { request, response, startedAt } = exchange;
      // Node lets go of a connection on which nothing moves for so long, and forgets the limit with the next request.
      if (response.writableEnded) exchange.once(() => request.socket.setTimeout(this.limits.bodyMs));
      // A stream that began before its request was complete goes by its own limits.
      else if (!request.complete && !response.headersSent && now - startedAt >= this.limits.bodyMs) this.late(exchange);
    }
  }

  private late(exchange: HttpExchange): void {
    this.options.refused?.("body-time");
    const text = message(
      "gateway.bodyOverdue",
      "The body did not arrive within {seconds} seconds. Send the request again.",
      { seconds: this.limits.bodyMs / 1000 },
    );
    sendProblem(exchange, 408, text, { connection: "close" });
  }

  /** What holds on every path, in this order: host, origin, path, preflight, and that there is no sign-in here. */
  private isRefused(exchange: HttpExchange, hasTarget: boolean): boolean {
    const { request, response, path } = exchange;
    const { host, origin } = request.headers;
    const { origins, refused } = this.options;
    if (host === undefined || !this.hosts().has(host.toLowerCase())) {
      refused?.("host");
      sendProblem(exchange, 403, foreignHost());
      return true;
    }
    if (origin !== undefined) {
      if (!this.isOwn(origin) && !mayUse(origin, origins?.() ?? [])) {
        refused?.("origin");
        sendProblem(exchange, 403, foreignOrigin());
        return true;
      }
      shareWith(origin, response);
    }
    if (!hasTarget) {
      refused?.("path");
      sendProblem(
        exchange,
        400,
        message(
          "gateway.badPath",
          "The path of the address cannot be used. Write it without dot segments, double slashes and encoded separators.",
        ),
      );
      return true;
    }
    if (request.method === "OPTIONS") {
      sendEmpty(exchange, 204, preflightHeaders(request));
      return true;
    }
    if (path === "/.well-known" || path.startsWith("/.well-known/")) {
      sendProblem(
        exchange,
        404,
        message(
          "gateway.noSignIn",
          'There is no sign-in here. Send a token of this hub as "Authorization: Bearer TOKEN".',
        ),
      );
      return true;
    }
    return false;
  }

  /** Whether an origin is the listener itself: there are no pages of others under its name. */
  private isOwn(origin: string): boolean {
    return URL.canParse(origin) && origin !== "null" && this.hosts().has(new URL(origin).host);
  }

  private run(exchange: HttpExchange): void {
    try {
      const running = this.handler(exchange);
      if (running) running.catch((error: unknown) => this.failed(exchange, error));
    } catch (error) {
      this.failed(exchange, error);
    }
  }

  private failed(exchange: HttpExchange, error: unknown): void {
    if (error instanceof BodyProblem) {
      sendProblem(exchange, error.status, bodyText(error.status));
      return;
    }
    this.options.report(defectIn(exchange.requestId, error));
    // Half of an answer must not look like a whole one.
    if (exchange.response.headersSent) exchange.response.destroy();
    else
      sendProblem(
        exchange,
        500,
        message("gateway.defect", "The hub failed. Please report it with the MCP Hub log; the request is {id} there.", {
          id: exchange.requestId,
        }),
      );
  }

  private ended(exchange: HttpExchange): void {
    const { request } = exchange;
    const { socket } = request;
    this.running.delete(exchange);
    exchange.end();
    if (!request.complete && !socket.destroyed)
      this.options.clock.after(this.limits.lingerMs, () => request.complete || socket.destroy(), true);
    this.onEnd();
  }
}

const foreignHost = () =>
  message(
    "gateway.foreignHost",
    "The hub does not answer under this name. Use its address, such as http://127.0.0.1:PORT.",
  );

const foreignOrigin = () =>
  message(
    "gateway.foreignOrigin",
    "Web pages of this origin may not use the hub. The person who runs it can allow origins of this machine.",
  );

const bodyText = (status: 400 | 408 | 413): string =>
  status === 413
    ? message("gateway.bodyTooLarge", "The body is larger than this client may send. Send less at once.")
    : message("gateway.bodyCutOff", "The body broke off, or is not UTF-8. Send the request again.");
