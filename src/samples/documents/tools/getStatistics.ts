import { stat } from "node:fs/promises";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import type { WalkLimits } from "../access/walk";
import type { KeptModels } from "../classify/keptModels";
import { type RequestFigures, serverFigures } from "../requestFigures";
import { gatherStatistics } from "../statistics";
import type { Found, Workspace } from "../workspace";
import { answer, readOnly } from "./toolParts";

const limits: WalkLimits = { files: 500, depth: 12, entries: 50_000 };

const count = z.number().int().min(0);

const figuresOutput = {
  total_requests: count.describe("Calls of tools since this server started, without this one."),
  successful_requests: count,
  failed_requests: count.describe("Calls that were refused or failed."),
  average_processing_time: z.number().min(0).nullable().describe("Milliseconds for each; null before the first."),
  uptime: z.number().min(0).describe("Seconds."),
  memory: z.object({ resident_bytes: count, heap_used_bytes: count }),
  cpu: z.object({
    user_seconds: z.number().min(0),
    system_seconds: z.number().min(0),
    percent: z.number().min(0).describe("Of one processor, on average since the start."),
  }),
};

export function registerGetStatistics(
  server: McpServer,
  workspace: Workspace,
  models: KeptModels,
  requests: RequestFigures,
): void {
  server.registerTool(
    "get_statistics",
    {
      title: "Get statistics",
      description:
        "Counts documents, formats, words, sentences, paragraphs and categories of a file, a folder (with its folders, up " +
        `to ${limits.files} documents) or the whole workspace, and the requests, time, memory and processor that this server used. Reports progress.`,
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
        model_version: z.string(),
        ...figuresOutput,
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
      const model = await models.current();
      const result = await gatherStatistics(workspace, places, model, onDocument, signal);
      const figures = serverFigures(requests);
      const list = (counts: Readonly<Record<string, number>>) =>
        Object.entries(counts)
          .map(([name, number]) => `${name} ${number}`)
          .join(", ") || "none";
      return answer({ path: path ?? ".", ...result, truncated, model_version: model.version, ...figures }, [
        `${path ?? "The workspace"}: ${result.documents} documents, ${result.words} words, ${result.sentences} sentences, ${result.paragraphs} paragraphs`,
        `Formats: ${list(result.formats)}`,
        `Categories: ${list(result.categories)}`,
        `Longest: ${result.longest.map(({ document, words }) => `${document} (${words})`).join(", ") || "none"}`,
        ...result.skipped.map(({ reason }) => `Skipped: ${reason}`),
        `Requests: ${figures.total_requests}, ${figures.failed_requests} failed, ${figures.average_processing_time ?? 0} ms on average; up ${figures.uptime} s`,
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
