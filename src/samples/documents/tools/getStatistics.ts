import { stat } from "node:fs/promises";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import type { WalkLimits } from "../access/walk";
import { gatherStatistics } from "../statistics";
import type { Found, Workspace } from "../workspace";
import { answer, readOnly } from "./toolParts";

const limits: WalkLimits = { files: 500, depth: 12, entries: 50_000 };

const count = z.number().int().min(0);

export function registerGetStatistics(server: McpServer, workspace: Workspace): void {
  server.registerTool(
    "get_statistics",
    {
      title: "Get statistics",
      description:
        "Counts documents, formats, words, sentences, paragraphs and categories of a file, a folder (with its folders, up " +
        `to ${limits.files} documents) or the whole workspace. Reports progress.`,
      inputSchema: {
        path: z.string().min(1).max(4096).optional().describe("File or folder; by default the whole workspace."),
      },
      outputSchema: {
        path: z.string(),
        documents: count,
        words: count,
        sentences: count,
        paragraphs: count,
        headings: count,
        links: count,
        characters: count,
        formats: z.record(z.string(), count),
        categories: z.record(z.string(), count),
        longest: z.array(z.object({ document: z.string(), words: count })),
        skipped: z.array(z.object({ document: z.string(), reason: z.string() })),
        truncated: z.boolean().describe("Whether a limit left documents out."),
      },
      annotations: readOnly,
    },
    async ({ path }, { signal, sendNotification, _meta }) => {
      const { places, truncated } = await find(workspace, path, signal);
      const progressToken = _meta?.progressToken;
      const onDocument = async (progress: number, message: string) => {
        if (progressToken === undefined) return;
        const params = { progressToken, progress, total: places.length, message };
        await sendNotification({ method: "notifications/progress", params });
      };
      const result = await gatherStatistics(workspace, places, onDocument, signal);
      const list = (counts: Readonly<Record<string, number>>) =>
        Object.entries(counts)
          .map(([name, number]) => `${name} ${number}`)
          .join(", ") || "none";
      return answer({ path: path ?? ".", ...result, truncated }, [
        `${path ?? "The workspace"}: ${result.documents} documents, ${result.words} words, ${result.sentences} sentences, ${result.paragraphs} paragraphs`,
        `Formats: ${list(result.formats)}`,
        `Categories: ${list(result.categories)}`,
        `Longest: ${result.longest.map(({ document, words }) => `${document} (${words})`).join(", ") || "none"}`,
        ...result.skipped.map(({ reason }) => `Skipped: ${reason}`),
        ...(truncated ? [`Only the first ${places.length} documents were counted.`] : []),
      ]);
    },
  );
}

async function find(workspace: Workspace, path: string | undefined, signal: AbortSignal): Promise<Found> {
  if (path === undefined) return workspace.documents(undefined, limits, signal);
  const place = await workspace.place(path);
  const isFolder = (await stat(place.real)).isDirectory();
  if (isFolder) return workspace.documents(place.real, limits, signal);
  await workspace.read(place, undefined, signal); // one file that cannot be read is a refusal, not a skipped one
  return { places: [place], truncated: false };
}
