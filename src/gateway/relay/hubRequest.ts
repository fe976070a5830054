import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { createParser } from "eventsource-parser";

/** Where a hub is: over a socket or pipe that only its user can open, or at an address of this machine. */
export interface HubTarget {
  readonly socketPath?: string;
  readonly port?: number;
  /** The path of the endpoint, such as `/mcp`. */
  readonly path: string;
  /** What lets this program in. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What came back for one request: the head, and its messages as they come. */
export interface HubResponse {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** Gets the text of each message, in their order; settles with the end of the response. What `take` throws rejects it. */
  messages(take: (text: string) => void): Promise<void>;
}

/** Sends one request to a hub. Rejects where it cannot be reached, or when the signal aborts. */
export function hubRequest(
  { socketPath, port, path, headers }: HubTarget,
  method: "POST" | "GET" | "DELETE",
  own: OutgoingHttpHeaders,
  signal: AbortSignal,
  body = "",
): Promise<HubResponse> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      ...(socketPath === undefined ? { host: "127.0.0.1", port } : { socketPath }),
      path,
      method,
      signal,
      headers: {
        "mcp-hub-relay": "1",
        ...headers,
        ...own,
        host: socketPath === undefined ? `127.0.0.1:${port}` : "localhost",
        ...(method === "POST" && { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
        accept: method === "GET" ? "text/event-stream" : "application/json, text/event-stream",
      },
    });
    request.on("error", reject);
    request.on("response", (response) => resolve(readResponse(response)));
    request.end(body);
  });
}

const readResponse = (response: IncomingMessage): HubResponse => ({
  status: response.statusCode ?? 0,
  headers: response.headers,
  messages: (take) =>
    new Promise((resolve, reject) => {
      const hear = (text: string) => {
        try {
          take(text);
        } catch (error) {
          reject(error); // thrown to the response, it would end the process
        }
      };
      response.setEncoding("utf8");
      response.on("error", reject);
      response.on("aborted", () => reject(new Error("The response broke off.")));
      if (response.headers["content-type"]?.startsWith("text/event-stream")) {
        const parser = createParser({ onEvent: ({ data }) => data !== "" && hear(data) });
        response.on("data", (text: string) => parser.feed(text));
        response.on("end", resolve);
        return;
      }
      const parts: string[] = [];
      response.on("data", (text: string) => parts.push(text));
      response.on("end", () => {
        const whole = parts.join("");
        if (whole !== "") hear(whole);
        resolve();
      });
    }),
});
