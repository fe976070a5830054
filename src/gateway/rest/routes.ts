import { percentDecoded } from "../../core/kernel/percentDecoded";
import { message } from "../../protocol/message";
import type { GatewayClient } from "../access/gatewayClient";
import type { Exchange } from "../http/exchange";
import { sendText } from "../http/respond";
import { type Answer, okAnswer, sendAnswer } from "./answers/answer";
import { failure } from "./answers/failure";
import { batch } from "./calls/batch";
import { bodyOf } from "./calls/bodyOf";
import { chat } from "./calls/chat";
import { IdempotencyKeys } from "./calls/idempotencyKeys";
import { keyedAnswer } from "./calls/keyedAnswer";
import { documents, documentTools } from "./documents/documents";
import { openApiDocument } from "./openApi/openApi";
import type { RestParts } from "./restParts";
import { streamEvents } from "./servers/events";
import { Reconnects } from "./servers/reconnect";
import { listServers, listTools, showServer } from "./servers/servers";
import { callMethod } from "./services/callMethod";
import { listMethods } from "./services/listMethods";

/** What an address of the API does. */
export interface Route {
  readonly methods: readonly string[];
  /** `id`: what the path names, a server or a method; empty where it names nothing. */
  readonly run: (exchange: Exchange, client: GatewayClient, id: string) => Promise<void> | void;
}

/** Addresses by their path below that of the API; `{id}` stands for a server, or for a service and its method. */
export type Routes = ReadonlyMap<string, Route>;

export function restRoutes(parts: RestParts): Routes {
  const keys = new IdempotencyKeys(parts.clock);
  const { metrics, report, services } = parts;
  const reconnects = new Reconnects(parts);
  let document: string | undefined;
  const routes = new Map<string, Route>([
    ["/chat", post((exchange, client) => chat(parts, keys, exchange, client))],
    ["/batch", post((exchange, client) => batch(parts, keys, exchange, client))],
    ...Object.entries(documentTools).map(([path, tool]): [string, Route] => [
      path,
      post((exchange, client) => documents(parts, keys, exchange, client, tool)),
    ]),
    ["/servers", get((exchange, client) => sendAnswer(exchange, listServers(parts, client)))],
    ["/servers/{id}", get((exchange, client, id) => sendAnswer(exchange, showServer(parts, exchange, client, id)))],
    [
      "/servers/{id}/tools",
      get(async (exchange, client, id) => sendAnswer(exchange, await listTools(parts, exchange, client, id))),
    ],
    [
      "/servers/{id}/reconnect",
      post(async (exchange, client, id) => {
        const about = { server: id, tool: null, request: exchange.requestId };
        const text = await bodyOf(exchange, client, about);
        const answer =
          typeof text === "string"
            ? keyedAnswer(keys, { exchange, client, about, text }, (signal) =>
                reconnects.reconnect(about, client, id, signal),
              )
            : text;
        sendAnswer(exchange, await answer);
      }),
    ],
    ["/events", { methods: ["GET"], run: (exchange, client) => streamEvents(parts, exchange, client) }],
    [
      "/openapi.json",
      get(async (exchange) => {
        document ??= JSON.stringify(openApiDocument(parts.version, (await services?.())?.methods));
        sendAnswer(exchange, { status: 200, json: document });
      }),
    ],
  ]);
  if (services) {
    const served = { ...parts, services };
    routes.set(
      "/services",
      get(async (exchange, client) => sendAnswer(exchange, await listMethods(served, client))),
    );
    routes.set(
      methodPath,
      post((exchange, client, id) => callMethod(served, keys, exchange, client, id)),
    );
  }
  if (metrics) routes.set("/metrics", get(whole(async (exchange) => sendMetrics(exchange, await metrics()))));
  if (report)
    routes.set("/report", get(whole(async (exchange) => sendAnswer(exchange, okAnswer(await report(exchange.query))))));
  return routes;
}

/** Every method of the typed services. */
const methodPath = "/services/{id}";

/** The address that a path names, and the server or the method in it. */
export function routeOf(routes: Routes, path: string): { readonly route: Route; readonly id: string } | undefined {
  const exact = path.includes("{") ? undefined : routes.get(path);
  if (exact) return { route: exact, id: "" };
  const [, service, method] = /^\/services\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const called = routes.get(methodPath);
  if (called && service !== undefined && method !== undefined)
    return { route: called, id: `${percentDecoded(service)}.${percentDecoded(method)}` };
  const [, id, rest = ""] = /^\/servers\/([^/]+)(\/[^/]+)?$/.exec(path) ?? [];
  const route = id === undefined ? undefined : routes.get(`/servers/{id}${rest}`);
  return route && id !== undefined ? { route, id: percentDecoded(id) } : undefined;
}

const get = (run: Route["run"]): Route => ({ methods: ["GET", "HEAD"], run });
const post = (run: Route["run"]): Route => ({ methods: ["POST"], run });

function sendMetrics(
  exchange: Exchange,
  { contentType, text }: { readonly contentType: string; readonly text: string },
) {
  sendText(exchange, 200, text, { "content-type": contentType });
}

/** Only for clients that may use every server: what is sent is about all of them. */
const whole =
  (run: (exchange: Exchange) => Promise<void>): Route["run"] =>
  (exchange, client) => {
    const isWhole = client.scopes.every(({ servers, tools, without }) => !servers && !tools && !without);
    return isWhole ? run(exchange) : sendAnswer(exchange, partOnly(exchange));
  };

function partOnly({ requestId }: Exchange): Answer {
  const text = message(
    "rest.partOnly",
    "This client may use only some of the servers, and this is about all of them. Use a token without a choice of servers.",
  );
  return failure("AUTHORIZATION_ERROR", 403, text, { server: null, tool: null, request: requestId }, { undone: true });
}
