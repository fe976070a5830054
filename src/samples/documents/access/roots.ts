import { realpath } from "node:fs/promises";
import path from "node:path";
import { contains } from "./contains";

/** A folder that may be read. */
export interface Root {
  /** As it was given, made absolute. */
  readonly path: string;
  /** With links resolved; missing when the folder cannot be reached. */
  readonly real: string | undefined;
  /** Short and unique among the roots; the first part of a document's name when there are several. */
  readonly label: string;
}

/** The folders that may be read, asked for once and kept until told that they changed. */
export class Roots {
  private loaded: Promise<readonly Root[]> | undefined;

  /** @param source where the folders come from; a failure is not kept, so the next request asks again. */
  constructor(private readonly source: () => Promise<readonly string[]>) {}

  list(): Promise<readonly Root[]> {
    if (this.loaded) return this.loaded;
    const loading = this.load();
    this.loaded = loading;
    loading.catch(() => this.forget(loading));
    return loading;
  }

  /** Ask again at the next request. With `which`, only if that is still the answer that is kept. */
  forget(which?: Promise<readonly Root[]>): void {
    if (which === undefined || which === this.loaded) this.loaded = undefined;
  }

  private async load(): Promise<readonly Root[]> {
    const folders = [...new Set((await this.source()).map((folder) => path.resolve(folder)))];
    const taken = new Map<string, number>();
    return Promise.all(
      folders.map(async (folder): Promise<Root> => {
        const name = path.basename(folder) || "root";
        const count = (taken.get(name) ?? 0) + 1;
        taken.set(name, count);
        return { path: folder, real: await reach(folder), label: count === 1 ? name : `${name}-${count}` };
      }),
    );
  }
}

/** Where the folder really is; `undefined` when it is gone or closed to us, which `health_check` then shows. */
async function reach(folder: string): Promise<string | undefined> {
  try {
    return await realpath(folder);
  } catch {
    return undefined;
  }
}

/** How a file under a root is called towards the client: with forward slashes, after the root's label if there are several. */
export function displayName(roots: readonly Root[], real: string): string {
  const root = roots.find(({ real: folder }) => folder !== undefined && contains(folder, real, path));
  if (!root?.real) return real;
  const step = path.relative(root.real, real).split(path.sep).join("/");
  return roots.length > 1 ? [root.label, step].filter(Boolean).join("/") : step || ".";
}
