import type { WalkLimits } from "./access/walk";
import { Refusal } from "./refusal";
import type { Workspace } from "./workspace";

/** As many as a completion may hold (MCP 2025-11-25, completion: at most 100 values). */
const most = 100;

const limits: WalkLimits = { files: 1000, depth: 12, entries: 20_000 };

/** Documents whose name begins with what was typed, then those that contain it; capitals do not matter. */
export async function completePath(workspace: Workspace, typed: string): Promise<string[]> {
  try {
    const { places } = await workspace.documents(undefined, limits);
    return rank(
      places.map(({ name }) => name),
      typed,
    );
  } catch (error) {
    if (error instanceof Refusal) return []; // nothing can be read, so nothing can be offered
    throw error;
  }
}

/** The order of completions, apart from where they come from. */
export function rank(names: readonly string[], typed: string): string[] {
  const wanted = typed.toLowerCase();
  const starts = names.filter((name) => name.toLowerCase().startsWith(wanted));
  const contains = names.filter((name) => name.toLowerCase().includes(wanted, 1) && !starts.includes(name));
  return [...starts, ...contains].slice(0, most);
}
