import { stat } from "node:fs/promises";
import path from "node:path";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { ToolAnnotations } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import type { Place } from "../access/resolvePath";
import type { WalkLimits } from "../access/walk";
import { categoryIds } from "../classify/categories";
import type { KeptModels } from "../classify/keptModels";
import { learn } from "../classify/model";
import { plainText } from "../parse/outline";
import { quoted, Refusal } from "../refusal";
import type { Workspace } from "../workspace";
import { answer, pathInput } from "./toolParts";

/** The most labeled files, and how much of each is learned from, in characters. */
const mostFiles = 200;
const mostCharacters = 20_000;

/** So many files a category needs that the classifier does not know yet: one that is left out must leave others. */
const fewestFiles = 3;

const limits: WalkLimits = { files: mostFiles, depth: 1, entries: 20_000 };

/** It writes one file of its own and nothing else; the same files teach it the same. */
const writing: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

const category = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

interface Labeled {
  readonly place: Place;
  readonly category: string;
}

export function registerUpdateModel(server: McpServer, workspace: Workspace, models: KeptModels): void {
  server.registerTool(
    "update_model",
    {
      title: "Update model",
      description:
        "Teaches classify_document from labeled files of the workspace, in addition to its built-in examples, in place of what it was taught " +
        "before. A category of your own needs three files. What it learned (terms and counts, no text) is kept for this workspace in " +
        "the user's state folder.",
      inputSchema: {
        labels: z
          .array(z.object({ path: pathInput, category }))
          .min(1)
          .max(mostFiles)
          .optional()
          .describe("Files, each with its category."),
        folder: pathInput.optional().describe("A folder with a folder of files for each category, named after it."),
        reset: z.literal(true).optional().describe("Forgets what was learned: the built-in model is used again."),
      },
      outputSchema: {
        model_version: z.string(),
        previous_version: z.string(),
        examples: z.number().int().min(0).describe("Files that it learned from."),
        categories: z.record(z.string(), z.number().int()).describe("How many of them are of each category."),
        skipped: z.array(z.object({ document: z.string(), reason: z.string() })),
        processing_time: z.number().min(0).describe("Milliseconds."),
      },
      annotations: writing,
    },
    async ({ labels, folder, reset }, { signal }) => {
      const from = performance.now();
      if ([labels, folder, reset].filter((one) => one !== undefined).length !== 1)
        throw new Refusal("Give one of labels, folder and reset.");
      const before = await models.current();
      const labeled = labels
        ? await Promise.all(labels.map(async (one) => ({ ...one, place: await workspace.place(one.path) })))
        : folder === undefined
          ? []
          : await labeledIn(workspace, folder, signal);
      const { texts, skipped } = await read(workspace, labeled, signal);
      const counts = countsOf(texts);
      if (!reset) refuseTooFew(texts.length, counts);
      const model = reset ? await models.forget() : await models.keep(learn(texts));
      const facts = {
        model_version: model.version,
        previous_version: before.version,
        examples: texts.length,
        categories: counts,
        skipped,
        processing_time: Math.round((performance.now() - from) * 10) / 10,
      };
      return answer(facts, [
        reset
          ? `The built-in model is used again (${model.version}).`
          : `Learned from ${texts.length} files: model ${model.version}, before it ${before.version}.`,
        ...Object.entries(counts).map(([name, count]) => `- ${name}: ${count}`),
        ...skipped.map(({ reason }) => `Skipped: ${reason}`),
      ]);
    },
  );
}

/** The files of a folder whose folders are named after categories. */
async function labeledIn(workspace: Workspace, folder: string, signal: AbortSignal): Promise<Labeled[]> {
  const { real } = await workspace.place(folder);
  if (!(await stat(real)).isDirectory()) throw new Refusal(`${quoted(folder)} is not a folder.`);
  const { places, truncated } = await workspace.documents(real, limits, signal);
  if (truncated)
    throw new Refusal(
      `${quoted(folder)} has more than ${mostFiles} documents, or folders in the folders of its categories.`,
    );
  return places.flatMap((place) => {
    const name = path.basename(path.dirname(place.real));
    if (path.dirname(place.real) === real) return []; // it stands beside the categories
    if (!category.safeParse(name).success)
      throw new Refusal(`${quoted(name)} cannot be a category. Use small letters, digits and hyphens, at most 40.`);
    return [{ place, category: name }];
  });
}

/** What the files say; one that cannot be read is skipped. */
async function read(workspace: Workspace, labeled: readonly Labeled[], signal: AbortSignal) {
  const texts: [category: string, text: string][] = [];
  const skipped: { document: string; reason: string }[] = [];
  for (const { place, category: label } of labeled) {
    try {
      const { outline } = await workspace.read(place, undefined, signal);
      texts.push([label, plainText(outline).slice(0, mostCharacters)]);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      skipped.push({ document: place.name, reason: error.message });
    }
  }
  return { texts, skipped };
}

function countsOf(texts: readonly (readonly [category: string, text: string])[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const [label] of texts) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function refuseTooFew(files: number, counts: Readonly<Record<string, number>>): void {
  if (files === 0) throw new Refusal("There is no labeled file that can be read, so the model stays as it is.");
  if ("unknown" in counts) throw new Refusal('"unknown" is what no category is; it cannot be learned.');
  const known: readonly string[] = categoryIds;
  const few = Object.entries(counts).filter(([name, count]) => count < fewestFiles && !known.includes(name));
  if (few.length > 0)
    throw new Refusal(
      `A new category needs ${fewestFiles} files: ${few.map(([name, count]) => `${name} has ${count}`).join(", ")}.`,
    );
}
