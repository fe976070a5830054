import { startGateway } from "../../../support/startGateway.mjs";
import { bareSdk, hubModule } from "../callers/inProcess";
import { rest } from "../callers/rest";
import { stateless } from "../callers/stateless";
import { streamable } from "../callers/streamable";
import type { Peer } from "./peer";

export const ourName = "this gateway";

/** The hub's gateway with all layers and the audit on, as `mcp-client-hub serve` starts it. */
export const ours: Peer = {
  name: ourName,
  aggregates: true,
  async start(servers) {
    const { url, token, pid, stop } = await startGateway(servers);
    const headers = { authorization: `Bearer ${token}` };
    const at = (path: string) => ({ url: new URL(path, url).href, headers });
    const names = Object.keys(servers);
    // One server is reached as the peers' one is, under its own names; several as the merged list names them.
    const [path, nameOf] =
      names.length === 1
        ? [`/mcp/${names[0]}`, (_: string, tool: string) => tool]
        : ["/mcp", (server: string, tool: string) => `${server}__${tool}`];
    const doors = {
      "": () => streamable(at(path), nameOf),
      "2026-07-28": () => stateless(at(path), nameOf),
      REST: async () =>
        rest(at("/"), {
          path: "/api/v1/mcp/chat",
          body: (server_id, tool_name, tool_input) => ({ server_id, tool_name, tool_input }),
          resultIn: ({ status, tool_output }) => (status === "success" ? (tool_output ?? null) : undefined),
        }),
    };
    return { pid, doors, stop };
  },
};

/** What the figures stand between: a client with no gateway, and the hub with no HTTP. Neither competes. */
export const references: readonly Peer[] = [
  {
    name: "bare SDK client",
    aggregates: false,
    start: async (servers) => ({ doors: { "": () => bareSdk(servers) }, stop: async () => {} }),
  },
  {
    name: "hub as a module",
    aggregates: false,
    start: async (servers) => ({ doors: { "": () => hubModule(servers) }, stop: async () => {} }),
  },
];
