import type { McpServer, RegisteredTool } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import { classify } from "../classify/classify";
import type { KeptModels } from "../classify/keptModels";
import { plainText } from "../parse/outline";
import type { Workspace } from "../workspace";
import { answer, processingOutput, readOnly, subjectInput, timed } from "./toolParts";

const ranked = z.object({ category: z.string(), confidence: z.number().min(0).max(1) });

export function registerClassifyDocument(server: McpServer, workspace: Workspace, models: KeptModels): RegisteredTool {
  return server.registerTool(
    "classify_document",
    {
      title: "Classify document",
      description:
        "Says what kind of document a file or a text is (invoice, contract, meeting notes …), how sure that is, and which " +
        "terms decided. A confidence of 0.8 is right about eight times in ten; below 0.5 the answer is unknown. English only.",
      inputSchema: subjectInput,
      outputSchema: {
        document: z.string(),
        category: z.string().describe("One that get_categories lists, or unknown."),
        confidence: z.number().min(0).max(1),
        runnersUp: z.array(ranked),
        terms: z.array(z.string()).describe("What spoke loudest for the best guess."),
        evidence: z.number().int().describe("How many different telling terms were known."),
        classification_type: z.literal("single-label").describe("A document is of one category at most."),
        model_version: z.string().describe("Changes when update_model teaches the classifier something."),
        ...processingOutput,
      },
      annotations: readOnly,
    },
    async (subject, { signal }) => {
      const processing = timed();
      const document = await workspace.open(subject, signal);
      const { name, outline } = document;
      const model = await models.current();
      const result = classify(plainText(outline), model);
      const facts = { classification_type: "single-label", model_version: model.version, ...processing(document) };
      const { category, confidence, runnersUp, terms } = result;
      return answer({ document: name, ...result, ...facts }, [
        `${name}: ${category} (confidence ${confidence})`,
        `Next: ${runnersUp.map((each) => `${each.category} ${each.confidence}`).join(", ")}`,
        `Decided by: ${terms.join(", ") || "nothing known"}`,
      ]);
    },
  );
}
