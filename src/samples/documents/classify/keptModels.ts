import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import * as z from "zod";
import type { Roots } from "../access/roots";
import type { Log } from "../log";
import { quoted, Refusal } from "../refusal";
import { builtInModel, type Learned, learnedModel, type Model } from "./model";

/** The largest file that is read: two hundred examples of many words. */
const maxBytes = 16 * 1024 * 1024;

/** What is kept of a workspace: terms of its examples with their counts, and no text. */
const Kept = z.object({
  format: z.literal(1),
  temperature: z.number().positive(),
  examples: z.array(z.object({ category: z.string(), terms: z.record(z.string(), z.number().int().min(1)) })).min(1),
});

/** Where models are kept: in the user's state folder, so that nothing is written into a workspace. */
export const stateFolder = ({
  DOCUMENTS_STATE_FOLDER: given,
  XDG_STATE_HOME: state,
  LOCALAPPDATA: local,
}: NodeJS.ProcessEnv) =>
  given || path.join(state || local || path.join(homedir(), ".local", "state"), "mcp-client-hub", "documents");

/** The model of the workspace: what `update_model` made of it, or the built-in one. Processes share what is kept. */
export class KeptModels {
  private read: { readonly file: string; readonly changed: string; readonly model: Model } | undefined;

  constructor(
    private readonly roots: Roots,
    private readonly folder: string,
    private readonly log: Log,
  ) {}

  /** Reads what is kept where it changed. What cannot be read counts as nothing, and the log says so. */
  async current(): Promise<Model> {
    const file = await this.file().catch(withoutFolders);
    const changed = file === undefined ? undefined : await changeOf(file);
    if (file === undefined || changed === undefined) return builtInModel();
    if (this.read?.file === file && this.read.changed === changed) return this.read.model;
    const model = await this.load(file);
    this.read = { file, changed, model };
    return model;
  }

  /** @throws Refusal where it cannot be kept. */
  async keep({ temperature, examples }: Learned): Promise<Model> {
    const file = await this.file();
    const next = `${file}.${randomUUID()}.tmp`;
    const plain = examples.map(({ category, terms }) => ({ category, terms: Object.fromEntries(terms) }));
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeFile(next, JSON.stringify({ format: 1, temperature, examples: plain }), { mode: 0o600 });
      await rename(next, file);
    } catch (error) {
      await rm(next, { force: true }).catch(() => {}); // where nothing can be written, there is nothing to remove
      throw notKept(this.folder, error);
    }
    return this.current();
  }

  /** Goes back to the built-in model. */
  async forget(): Promise<Model> {
    try {
      await rm(await this.file(), { force: true });
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw notKept(this.folder, error);
    }
    return this.current();
  }

  private async load(file: string): Promise<Model> {
    try {
      if ((await stat(file)).size > maxBytes) throw new Error("it is too large");
      const { temperature, examples } = Kept.parse(JSON.parse(await readFile(file, "utf8")));
      const learned = examples.map(({ category, terms }) => ({ category, terms: new Map(Object.entries(terms)) }));
      return learnedModel({ temperature, examples: learned });
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 200) : String(error);
      this.log(
        "warning",
        `The model of this workspace cannot be read, so the built-in one is used (${reason}). Run update_model again.`,
      );
      return builtInModel();
    }
  }

  /** One file for each set of folders. */
  private async file(): Promise<string> {
    const places = (await this.roots.list()).map(({ real, path: given }) => real ?? given).sort();
    const name = createHash("sha256").update(JSON.stringify(places)).digest("hex").slice(0, 32);
    return path.join(this.folder, `${name}.json`);
  }
}

/** Nobody says which folders there are, so nothing was learned from them. */
function withoutFolders(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error;
}

/** Changes whenever the file is replaced; `undefined` where there is none. */
async function changeOf(file: string): Promise<string | undefined> {
  try {
    const { mtimeMs, ino, size } = await stat(file);
    return `${mtimeMs} ${ino} ${size}`;
  } catch {
    return undefined; // none was kept, or it cannot be reached: both mean the built-in one
  }
}

function notKept(folder: string, cause: unknown): Refusal {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return new Refusal(
    `The model cannot be kept in ${quoted(folder)} (${code ?? "unknown reason"}). Set DOCUMENTS_STATE_FOLDER to a folder that can be written.`,
    { cause },
  );
}
