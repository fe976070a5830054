import { SocketClient } from "../socketClient";
import type { Caller } from "./caller";
import type { Endpoint } from "./streamable";

/** How one tool call is asked for by plain POST. */
export interface RestForm {
  readonly path: string;
  body(server: string, tool: string, args: Readonly<Record<string, unknown>>): object;
  /** The call's result in an answer, where it is one. */
  resultIn(answer: Readonly<Record<string, unknown>>): unknown;
}

/** A client that knows no MCP: one POST for a call. */
export function rest({ url, headers }: Endpoint, { path, body, resultIn }: RestForm): Caller {
  const client = new SocketClient(url, headers);
  return {
    async call(server, tool, args) {
      const answer = await client.post(path, JSON.stringify(body(server, tool, args)));
      const result = answer.status === 200 ? resultIn(JSON.parse(answer.body)) : undefined;
      if (result === undefined) throw new Error(`HTTP ${answer.status}: ${answer.body.slice(0, 300)}`);
      return result;
    },
    list: () => Promise.reject(new Error("There is no list of all tools by REST.")),
    close: async () => client.close(),
  };
}
