import type { ServerId } from "../../protocol/hubEvent";
import { matchesName } from "../kernel/untrusted/matchesName";

/** A tool by its server and the server's own name for it. */
interface Named {
  readonly server: ServerId;
  readonly name: string;
}

/** Which of many tools a client with little room gets. */
export interface ToolChoice {
  /** The tools to choose from, each as `server/tool`, where `*` stands for any text; none: all. */
  readonly patterns: readonly string[];
  readonly limit: number;
  /** How often a tool was used; those that were used most come first. */
  readonly uses: (server: ServerId, name: string) => number;
}

/** The chosen ones, in the order in which they came. */
export function chosenTools<T extends Named>(tools: readonly T[], { patterns, limit, uses }: ToolChoice): readonly T[] {
  const wanted =
    patterns.length === 0
      ? tools
      : tools.filter(({ server, name }) => patterns.some((pattern) => matchesName(pattern, `${server}/${name}`)));
  if (wanted.length <= limit) return wanted;
  const mostUsed = wanted
    .map((tool) => ({ tool, count: uses(tool.server, tool.name) }))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, limit);
  const chosen = new Set(mostUsed.map(({ tool }) => tool));
  return wanted.filter((tool) => chosen.has(tool));
}
