import { type McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import { mediaTypeOf, mediaTypes } from "./access/formats";
import type { WalkLimits } from "./access/walk";
import { categories } from "./classify/categories";
import { completePath } from "./completePath";
import { nameFrom, uriOf, uriTemplate } from "./documentUri";
import type { Log } from "./log";
import { orProtocolError } from "./protocolError";
import { Refusal } from "./refusal";
import type { Workspace } from "./workspace";

/** How many documents are listed; any other can still be read by its address. */
const limits: WalkLimits = { files: 200, depth: 12, entries: 20_000 };

/** The workspace's documents, and the categories. */
export function registerResources(server: McpServer, workspace: Workspace, log: Log): void {
  server.registerResource(
    "categories",
    "documents://categories",
    {
      title: "Document categories",
      description: "The kinds of document that classify_document tells apart.",
      mimeType: "application/json",
    },
    ({ href }) => ({
      contents: [{ uri: href, mimeType: "application/json", text: JSON.stringify(categories, undefined, 2) }],
    }),
  );

  const template = new ResourceTemplate(uriTemplate, {
    list: async ({ signal }) => ({ resources: await listed(workspace, log, signal) }),
    complete: { path: (typed) => completePath(workspace, typed) },
  });
  server.registerResource(
    "document",
    template,
    {
      title: "Document",
      description:
        "A document of the workspace: a text, Markdown or HTML file as it is written, and what a PDF or Word file says.",
    },
    (uri, { path }, { signal }) =>
      orProtocolError(async () => {
        const { source, format } = await workspace.open({ path: nameFrom(path) }, signal);
        return { contents: [{ uri: uri.href, mimeType: mediaTypes[format], text: source }] };
      }),
  );
}

async function listed(workspace: Workspace, log: Log, signal: AbortSignal) {
  try {
    const { places, truncated } = await workspace.documents(undefined, limits, signal);
    if (truncated) log("info", `Only the first ${places.length} documents are listed as resources.`);
    return places.map(({ name }) => ({ uri: uriOf(name), name, mimeType: mediaTypeOf(name) }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    log("warning", error.message); // the other resources can still be listed
    return [];
  }
}
