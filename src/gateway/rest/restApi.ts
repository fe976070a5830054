import { asHubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import type { GatewayClient } from "../access/gatewayClient";
import { defectIn } from "../http/defect";
import type { Exchange } from "../http/exchange";
import { mediaTypeOf } from "./answers/accept";
import { okAnswer, sendAnswer } from "./answers/answer";
import { type About, failure, hubFailure, invalid } from "./answers/failure";
import type { RestParts } from "./restParts";
import { restPath } from "./restPath";
import { type Route, restRoutes, routeOf } from "./routes";
import { readiness } from "./servers/health";

/** The REST API. It is called with requests whose Host, Origin and token were checked. */
export interface RestApi {
  /** Answers a request of a client; `undefined` if the path is not one of the API. Never rejects. */
  handle(exchange: Exchange, client: GatewayClient): Promise<void> | undefined;
  /** Answers the two questions about health, which need no token; `false` if it is another request. */
  health(exchange: Exchange): boolean;
}

export function restApi(parts: RestParts): RestApi {
  const routes = restRoutes(parts);

  const run = async (exchange: Exchange, client: GatewayClient, path: string): Promise<void> => {
    try {
      const found = routeOf(routes, path);
      const problem = found ? refusedBefore(exchange, found.route) : undefined;
      if (!found) sendAnswer(exchange, notFound(exchange));
      else if (problem) sendAnswer(exchange, problem);
      else await found.route.run(exchange, client, found.id);
    } catch (error) {
      const known = asHubError(error);
      if (known.code === "internal") parts.onDefect(defectIn(exchange.requestId, error));
      sendAnswer(exchange, hubFailure(known, nothing(exchange)));
    }
  };

  return {
    handle(exchange, client) {
      const path = pathIn(exchange);
      return path === undefined ? undefined : run(exchange, client, path);
    },
    health(exchange) {
      const path = pathIn(exchange) ?? exchange.path;
      if (path !== "/health" && path !== "/health/ready") return false;
      const problem = refusedBefore(exchange, { methods: ["GET", "HEAD"] });
      if (problem) sendAnswer(exchange, problem);
      else if (path === "/health") sendAnswer(exchange, okAnswer({ status: "UP" }));
      else {
        const ready = readiness(parts.stream.view);
        sendAnswer(exchange, { ...okAnswer(ready), status: ready.status === "DOWN" ? 503 : 200 });
      }
      return true;
    },
  };
}

/** The path below that of the API; `undefined` if it is not below it. */
const pathIn = ({ path }: Exchange): string | undefined =>
  path.startsWith(restPath) && (path.length === restPath.length || path[restPath.length] === "/")
    ? path.slice(restPath.length)
    : undefined;

const nothing = ({ requestId }: Exchange): About => ({ server: null, tool: null, request: requestId });

/** What is wrong with a request whatever it asks for: its method, or the version that it wants to be answered in. */
function refusedBefore(exchange: Exchange, { methods }: Pick<Route, "methods">) {
  const { method = "GET", headers } = exchange.request;
  if (!methods.includes(method)) {
    const allowed = methods.join(", ");
    const text = message("rest.badMethod", "{method} is not served here. Use {allowed}.", {
      method: method.slice(0, 20),
      allowed,
    });
    return failure("VALIDATION_ERROR", 405, text, nothing(exchange), { undone: true, headers: { allow: allowed } });
  }
  if (mediaTypeOf(headers.accept) !== undefined) return undefined;
  const text = message(
    "rest.otherVersion",
    "Only version 1 is served here. Send Accept: application/json or application/vnd.mcp-hub.v1+json.",
  );
  return invalid(text, nothing(exchange), [{ path: "Accept", message: text }], 406);
}

function notFound(exchange: Exchange) {
  const text = message("rest.notFound", "There is nothing at this address. GET {document} describes the API.", {
    document: `${restPath}/openapi.json`,
  });
  return failure("ROUTING_ERROR", 404, text, nothing(exchange), { undone: true });
}
