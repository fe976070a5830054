import { fileURLToPath } from "node:url";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import { Refusal } from "./refusal";

/** How long the client may take to name its folders, in milliseconds. */
const timeout = 10_000;

/** The SDK's own schema refuses the whole answer when one root is not a file; an editor may have remote ones among them. */
const anyRoots = z.object({ roots: z.array(z.object({ uri: z.string() })) });

/**
 * The folders that may be read: those given on the command line; else those the client offers as roots (MCP 2025-11-25,
 * client features, roots), if it can; else the one this process was started in.
 *
 * @throws Refusal when the client offers roots and does not name them.
 */
export async function allowedFolders(server: McpServer, given: readonly string[], cwd: string): Promise<string[]> {
  if (given.length > 0) return [...given];
  if (!server.server.getClientCapabilities()?.roots) return [cwd];
  try {
    const { roots } = await server.server.request({ method: "roots/list" }, anyRoots, { timeout });
    return roots.flatMap(({ uri }) => folderOf(uri) ?? []);
  } catch (error) {
    throw new Refusal("The client did not say which folders may be read; open a folder in it and try again.", {
      cause: error,
    });
  }
}

/** Only `file:` roots are folders here. */
function folderOf(uri: string): string | undefined {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined; // a file URL that is not a path on this platform
  }
}
