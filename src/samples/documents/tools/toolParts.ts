import type { CallToolResult, ToolAnnotations } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import { formats } from "../access/formats";
import { maxBytes } from "../access/readText";
import { severities } from "../check/issue";

/** Every tool here reads files of the workspace and nothing else: no write, no network, nothing that a second call would change. */
export const readOnly: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

export const pathInput = z.string().min(1).max(4096).describe("File, relative to the workspace folder or absolute.");

/** A file or a text: one of the two. */
export const subjectInput = {
  path: pathInput.optional(),
  text: z.string().max(maxBytes).optional().describe("The text itself, in place of a path."),
  format: z
    .enum(formats)
    .optional()
    .describe("How it is written. By default what the file's name says; Markdown for a bare text."),
};

export const issueOutput = z.object({
  rule: z.string(),
  severity: z.enum(severities),
  message: z.string(),
  line: z.number().int().describe("From 1."),
});

/** A tool's result for the model to read and for a program to use. */
export function answer(structuredContent: Record<string, unknown>, lines: readonly string[]): CallToolResult {
  return { content: [{ type: "text", text: lines.join("\n") }], structuredContent };
}
