import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import { categoryIds } from "../classify/categories";
import { classify } from "../classify/classify";
import { plainText } from "../parse/outline";
import type { Workspace } from "../workspace";
import { answer, readOnly, subjectInput } from "./toolParts";

const ranked = z.object({ category: z.enum(categoryIds), confidence: z.number().min(0).max(1) });

export function registerClassifyDocument(server: McpServer, workspace: Workspace): void {
  server.registerTool(
    "classify_document",
    {
      title: "Classify document",
      description:
        "Says what kind of document a file or a text is (invoice, contract, meeting notes …), how sure that is, and which " +
        "terms decided. A confidence of 0.8 is right about eight times in ten; below 0.5 the answer is unknown. English only.",
      inputSchema: subjectInput,
      outputSchema: {
        document: z.string(),
        category: z.enum([...categoryIds, "unknown"]),
        confidence: z.number().min(0).max(1),
        runnersUp: z.array(ranked),
        terms: z.array(z.string()).describe("What spoke loudest for the best guess."),
        evidence: z.number().int().describe("How many different telling terms were known."),
      },
      annotations: readOnly,
    },
    async (subject, { signal }) => {
      const { name, outline } = await workspace.open(subject, signal);
      const result = classify(plainText(outline));
      const { category, confidence, runnersUp, terms } = result;
      return answer({ document: name, ...result }, [
        `${name}: ${category} (confidence ${confidence})`,
        `Next: ${runnersUp.map((each) => `${each.category} ${each.confidence}`).join(", ")}`,
        `Decided by: ${terms.join(", ") || "nothing known"}`,
      ]);
    },
  );
}
