import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import { validateStructure } from "../check/validateStructure";
import type { Workspace } from "../workspace";
import { issueData, issueLines, tally } from "./issueLines";
import { answer, issueOutput, readOnly, subjectInput } from "./toolParts";

export function registerValidateStructure(server: McpServer, workspace: Workspace): void {
  server.registerTool(
    "validate_structure",
    {
      title: "Validate structure",
      description:
        "Checks how a document is built: title, heading levels, empty sections, duplicate headings, lists, code fences, links " +
        "to missing files or anchors, images without alternative text. With line numbers.",
      inputSchema: subjectInput,
      outputSchema: {
        document: z.string(),
        valid: z.boolean().describe("Neither errors nor warnings."),
        title: z.string().nullable(),
        headings: z.array(z.object({ level: z.number().int(), text: z.string(), line: z.number().int() })),
        issues: z.array(issueOutput),
        counts: z
          .record(z.string(), z.number().int())
          .describe("Issues by rule; beyond fifty of a rule they are only counted."),
      },
      annotations: readOnly,
    },
    async (subject, { signal }) => {
      const document = await workspace.open(subject, signal);
      const { name, outline } = document;
      const found = await validateStructure(outline, workspace.lookUp(document, signal));
      const { issues } = found;
      const valid = issues.every(({ severity }) => severity === "info");
      const headings = outline.blocks.flatMap((block) =>
        block.kind === "heading" ? [{ level: block.level, text: block.passage.text.trim(), line: block.line }] : [],
      );
      return answer({ document: name, valid, title: outline.title ?? null, headings, ...issueData(found) }, [
        `${name}: ${valid ? "well built" : "has faults"}; ${headings.length} headings; found ${tally(issues)}`,
        ...issueLines(issues),
      ]);
    },
  );
}
