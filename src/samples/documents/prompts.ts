import { completable } from "@modelcontextprotocol/sdk/server/completable.js";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { GetPromptResult } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import { mediaTypes } from "./access/formats";
import { analyzeQuality } from "./check/analyzeQuality";
import { completePath } from "./completePath";
import { uriOf } from "./documentUri";
import { checkReadability } from "./measure/checkReadability";
import { orProtocolError } from "./protocolError";
import { issueLines } from "./tools/issueLines";
import type { Document, Workspace } from "./workspace";

/** How much of a document goes into a prompt, in characters. */
const most = 60_000;

/** Work to hand to a language model: the document, what was measured in it, and what to do. */
export function registerPrompts(server: McpServer, workspace: Workspace): void {
  const argsSchema = {
    path: completable(z.string().min(1).max(4096).describe("File of the workspace."), (typed) =>
      completePath(workspace, typed),
    ),
  };

  server.registerPrompt(
    "review_document",
    { title: "Review document", description: "Reviews a document with its measured issues at hand.", argsSchema },
    ({ path }, { signal }) =>
      orProtocolError(async () => {
        const document = await workspace.open({ path }, signal);
        const { source, format, outline } = document;
        const quality = await analyzeQuality(source, format, outline, workspace.lookUp(document, signal));
        return prompt(document, [
          `Review the document "${document.name}". Judge what a person must judge: whether it serves its readers, what is missing, what is wrong.`,
          `Measured: ${quality.scores.overall} of 100 overall (structure ${quality.scores.structure}, content ${quality.scores.content}). Findings by line:`,
          ...issueLines(quality.issues),
          "Confirm or dismiss these findings, then name the three changes that matter most.",
        ]);
      }),
  );

  server.registerPrompt(
    "improve_readability",
    {
      title: "Improve readability",
      description: "Rewrites the sentences of a document that are hard to read, and leaves the meaning.",
      argsSchema,
    },
    ({ path }, { signal }) =>
      orProtocolError(async () => {
        const document = await workspace.open({ path }, signal);
        const report = checkReadability(document.outline);
        return prompt(document, [
          `Make the document "${document.name}" easier to read. Its Flesch reading ease is ${report.fleschReadingEase} (${report.level}).`,
          report.hardSentences.length > 0
            ? "Rewrite these sentences, one by one, without changing what they say:"
            : "No sentence stands out as hard; look at word choice and order instead.",
          ...report.hardSentences.map(({ line, text }) => `- line ${line}: ${text}`),
        ]);
      }),
  );
}

/** The document goes in as a resource, so that a model can tell its words from the task. */
function prompt({ name, format, source }: Document, lines: readonly string[]): GetPromptResult {
  const cut = source.length > most;
  const task = cut ? [...lines, `Only the first ${most} characters of the document are attached.`] : lines;
  const resource = { uri: uriOf(name), mimeType: mediaTypes[format], text: source.slice(0, most) };
  return {
    messages: [
      { role: "user", content: { type: "text", text: task.join("\n") } },
      { role: "user", content: { type: "resource", resource } },
    ],
  };
}
