import { constants } from "node:fs";
import { access } from "node:fs/promises";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import type { Place } from "../access/resolvePath";
import type { WalkLimits } from "../access/walk";
import { version } from "../version";
import type { Workspace } from "../workspace";
import { answer, readOnly } from "./toolParts";

/** A look around, not an inventory. */
const limits: WalkLimits = { files: 200, depth: 8, entries: 20_000 };

export function registerHealthCheck(server: McpServer, workspace: Workspace): void {
  server.registerTool(
    "health_check",
    {
      title: "Health check",
      description:
        "Whether this server can do its work: version, uptime, the folders and documents it can read, memory.",
      inputSchema: {},
      outputSchema: {
        status: z
          .enum(["ok", "degraded"])
          .describe("Degraded: a folder or a document cannot be read, or there is no folder."),
        version: z.string(),
        node: z.string(),
        platform: z.string(),
        uptimeSeconds: z.number().min(0),
        roots: z.array(z.object({ path: z.string(), label: z.string(), readable: z.boolean() })),
        documents: z.object({
          readable: z.number().int(),
          unreadable: z.number().int(),
          truncated: z.boolean().describe(`Only the first ${limits.files} were looked at.`),
        }),
        memory: z.object({ residentBytes: z.number().int(), heapUsedBytes: z.number().int() }),
      },
      annotations: readOnly,
    },
    async (_, { signal }) => {
      const roots = (await workspace.roots.list()).map(({ path, label, real }) => ({
        path,
        label,
        readable: real !== undefined,
      }));
      const { places, truncated } = await workspace.documents(undefined, limits, signal);
      const readable = (await Promise.all(places.map(isReadable))).filter(Boolean).length;
      const unreadable = places.length - readable;
      const healthy = roots.length > 0 && roots.every((root) => root.readable) && unreadable === 0;
      const { rss, heapUsed } = process.memoryUsage();
      const health = {
        status: healthy ? "ok" : "degraded",
        version,
        node: process.version,
        platform: process.platform,
        uptimeSeconds: Math.round(process.uptime() * 10) / 10,
        roots,
        documents: { readable, unreadable, truncated },
        memory: { residentBytes: rss, heapUsedBytes: heapUsed },
      };
      return answer(health, [
        `Documents server ${version}: ${health.status}, up ${health.uptimeSeconds} s, ${Math.round(rss / 1024 / 1024)} MB`,
        ...roots.map((root) => `Folder ${root.path}: ${root.readable ? "readable" : "cannot be read"}`),
        `Documents: ${readable} readable, ${unreadable} not${truncated ? " (only the first were looked at)" : ""}`,
      ]);
    },
  );
}

async function isReadable({ real }: Place): Promise<boolean> {
  try {
    await access(real, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
