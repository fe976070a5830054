import { realpath } from "node:fs/promises";
import path from "node:path";
import { quoted, Refusal } from "../refusal";
import { contains, pathInside } from "./contains";
import { displayName, type Root } from "./roots";

/** A file or folder that exists and may be read. */
export interface Place {
  /** With every link resolved; the only path that is ever opened. */
  readonly real: string;
  /** What to call it towards the client. */
  readonly name: string;
}

/**
 * Finds what a client's path means inside the roots. Checked twice: as text before the disk is touched (so that nothing
 * can be learned of what lies outside, and no network share is contacted), and again with every link resolved.
 *
 * @throws Refusal when it is outside, when it is missing, or when there is no root.
 */
export async function resolvePath(roots: readonly Root[], requested: string): Promise<Place> {
  if (requested.includes("\0")) throw new Refusal("A path cannot contain a null character.");
  const open = roots.filter((root) => root.real !== undefined);
  if (open.length === 0) {
    throw new Refusal("There is no folder to read: open a folder in the editor, or start this server with one.");
  }
  const candidates = open.flatMap((root) => inside(root, requested, open.length > 1));
  if (candidates.length === 0) throw outside(roots, requested);

  let escaped = false;
  for (const candidate of new Set(candidates)) {
    const real = await follow(candidate, requested);
    if (real === undefined) continue;
    if (open.some((root) => root.real !== undefined && contains(root.real, real, path))) {
      return { real, name: displayName(roots, real) };
    }
    escaped = true;
  }
  if (escaped) throw outside(roots, requested);
  throw new Refusal(`${quoted(requested)} does not exist in ${names(roots)}.`);
}

function inside(root: Root, requested: string, labelled: boolean): string[] {
  const paths = [root.path, root.real ?? root.path].map((folder) => pathInside(folder, requested, path));
  const [first, ...rest] = requested.split(/[\\/]/);
  if (labelled && first === root.label) paths.push(pathInside(root.path, rest.join("/") || ".", path));
  return paths.filter((candidate) => candidate !== undefined);
}

async function follow(candidate: string, requested: string): Promise<string | undefined> {
  try {
    return await realpath(candidate);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new Refusal(`${quoted(requested)} cannot be reached (${code ?? "unknown reason"}).`, { cause: error });
  }
}

const names = (roots: readonly Root[]) => roots.map((root) => quoted(root.path)).join(", ");

const outside = (roots: readonly Root[], requested: string) =>
  new Refusal(`${quoted(requested)} is outside the folders that this server may read (${names(roots)}).`, {
    reason: "outside",
  });
