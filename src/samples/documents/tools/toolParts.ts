import type { CallToolResult, ToolAnnotations } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import { extensions, type FileType, fileTypes, formats } from "../access/formats";
import { maxBytes } from "../access/readBytes";
import { severities } from "../check/issue";

/** Of every tool but update_model: it reads files of the workspace and does nothing else. No write, no network, nothing that a second call would change. */
export const readOnly: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

export const pathInput = z.string().min(1).max(4096).describe("File, relative to the workspace folder or absolute.");

/** The longest base64 of a file. */
const maxBase64 = Math.ceil(maxBytes / 3) * 4;

/** A file of the workspace, a text, or a file that comes along: one of them. */
export const subjectInput = {
  path: pathInput.optional(),
  text: z.string().max(maxBytes).optional().describe("The text itself, in place of a path."),
  filename: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^/\\]+$/)
    .optional()
    .describe(`The name of the file in content; its ending says what it is: ${extensions.join(", ")}.`),
  content: z
    .string()
    .max(maxBase64)
    .optional()
    .meta({
      contentEncoding: "base64",
      description: `A file itself as base64, in place of a path: at most ${maxBytes / 1024 / 1024} MB. PDF and Word files too.`,
    }),
  format: z
    .enum(formats)
    .optional()
    .describe("How it is written. By default what the file's name says; Markdown for a bare text."),
};

/** What each answer about a document says of how it was made. */
export const processingOutput = {
  processing_method: z.enum(fileTypes).describe("How the text was taken: as what kind of file it was read."),
  processing_time: z.number().min(0).describe("Milliseconds, from the request to this answer."),
};

/** Starts the clock of an answer; what it returns is called when the answer is ready. */
export function timed(): (document: { readonly fileType: FileType }) => {
  processing_method: FileType;
  processing_time: number;
} {
  const from = performance.now();
  return ({ fileType }) => ({
    processing_method: fileType,
    processing_time: Math.round((performance.now() - from) * 10) / 10,
  });
}

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
