import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import { fileTypes } from "../access/formats";
import { wordsIn } from "../measure/words";
import { plainText } from "../parse/outline";
import type { Workspace } from "../workspace";
import { answer, pathInput, readOnly } from "./toolParts";

/** How much text is given back unless the caller says otherwise, in characters. */
const usual = 50_000;
const most = 1_000_000;

export function registerExtractText(server: McpServer, workspace: Workspace): void {
  server.registerTool(
    "extract_text",
    {
      title: "Extract text",
      description:
        "The plain text of a text, Markdown, HTML, PDF or Word file: without markup, scripts, styles and front matter. With title, format and word count.",
      inputSchema: {
        path: pathInput,
        maxCharacters: z
          .number()
          .int()
          .min(1)
          .max(most)
          .default(usual)
          .describe("Cut the text after so many characters."),
      },
      outputSchema: {
        document: z.string(),
        format: z.enum(fileTypes),
        title: z.string().nullable(),
        words: z.number().int().describe("Of the whole document, cut or not."),
        characters: z.number().int().describe("Of the whole text, cut or not."),
        truncated: z.boolean(),
        text: z.string(),
      },
      annotations: readOnly,
    },
    async ({ path, maxCharacters }, { signal }) => {
      const { name, fileType, outline } = await workspace.open({ path }, signal);
      const whole = plainText(outline);
      const text = cut(whole, maxCharacters);
      const truncated = text.length < whole.length;
      const words = wordsIn(whole).length;
      const facts = { document: name, format: fileType, title: outline.title ?? null, words, characters: whole.length };
      const note = truncated ? [`(cut after ${text.length} of ${whole.length} characters)`] : [];
      return answer({ ...facts, truncated, text }, [`${name}: ${fileType}, ${words} words`, "", text, ...note]);
    },
  );
}

/** Never between the halves of a surrogate pair. */
const cut = (text: string, length: number) => text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
