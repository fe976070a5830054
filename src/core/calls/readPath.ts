import type { ServerId } from "../../protocol/hubEvent";
import type { Tool } from "../catalog/catalog";
import type { Hub } from "../hub/hub";
import type { ResourceContents } from "../messages/content";
import { approve } from "./approval/approve";
import type { CallPathParts } from "./callPath";
import { observe } from "./observe";
import { newCall, pipeline, type ToolCall } from "./toolCall";

/** A model's wish to read. */
export type ReadForModel = (
  server: ServerId,
  uri: string,
  door: ToolCall["door"],
  signal: AbortSignal,
) => Promise<readonly ResourceContents[]>;

/** Reading, as policy, questions and events name it: the protocol's own method. */
const reading: Tool = {
  name: "resources/read",
  description: "Reads a resource by an address that the server does not list.",
  inputSchema: { type: "object" },
  hints: { readOnly: true },
};

/**
 * The way of every read that a language model asks for: told, and approved like a call. What the server lists may be read; any other
 * address is the model's own idea, and could carry data away in its words.
 */
export function readPath(
  parts: Pick<CallPathParts, "options" | "grants" | "ask" | "desk" | "clock" | "publish"> & {
    readonly hub: Pick<Hub, "definition" | "catalog" | "readResource">;
  },
): ReadForModel {
  const { hub, options, grants, ask, desk, clock, publish } = parts;
  const isListed = ({ server, args }: ToolCall) => hub.catalog(server).resources.some(({ uri }) => uri === args.uri);
  const read = pipeline(
    observe(publish, clock),
    approve({
      hub: { definition: hub.definition.bind(hub), tool: async () => reading },
      options,
      grants,
      ask,
      desk,
      isOffered: isListed,
    }),
  )(async ({ server, args, signal }) => {
    const contents = await hub.readResource(server, String(args.uri), { signal });
    return { content: contents.map((resource) => ({ type: "resource", resource })), isError: false };
  });
  return async (server, uri, door, signal) => {
    const { content } = await read(newCall({ server, tool: reading.name, args: { uri }, door, signal }));
    return content.flatMap((one) => (one.type === "resource" ? [one.resource] : []));
  };
}
