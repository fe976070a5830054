import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { eachMapping, TraceMap } from "@jridgewell/trace-mapping";

/** Lines by source, each relative to the working directory with forward slashes; lines are counted from 1. */
export type Lines = ReadonlyMap<string, ReadonlySet<number>>;

/** What V8 writes of one script: for each function, how often its parts ran, the inner ones after those around them. */
interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/**
 * Reads a folder that Node filled by way of NODE_V8_COVERAGE: for each built script that a process ran, the lines of its
 * sources of which something ran. A process that was killed left nothing.
 */
export async function readCoverage(folder: string): Promise<Map<string, Lines>> {
  const scripts = new Map<string, Map<string, Set<number>>>();
  for (const name of await readdir(folder)) {
    for (const coverage of scriptsIn(await readFile(join(folder, name), "utf8"))) {
      const script = builtScript(coverage.url);
      if (script === undefined) continue;
      const lines = scripts.get(script) ?? new Map<string, Set<number>>();
      scripts.set(script, lines);
      await addLines(script, coverage, lines);
    }
  }
  return scripts;
}

/** The scripts of one process. A process that was killed while it wrote left half a text, which is as good as none. */
function scriptsIn(text: string): readonly ScriptCoverage[] {
  try {
    return (JSON.parse(text) as { result: ScriptCoverage[] }).result;
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** A script below `out/test` or `dist`, relative to the working directory; `undefined` for any other. */
function builtScript(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  const root = `${process.cwd().replaceAll("\\", "/")}/`;
  const path = fileURLToPath(url).replaceAll("\\", "/");
  return path.startsWith(root) && /^(out\/test|dist)\//.test(path.slice(root.length))
    ? path.slice(root.length)
    : undefined;
}

async function addLines(script: string, { functions }: ScriptCoverage, lines: Map<string, Set<number>>): Promise<void> {
  const text = await readFile(script, "utf8");
  const folder = script.slice(0, script.lastIndexOf("/"));
  const map = new TraceMap(await readFile(`${script}.map`, "utf8"));
  const counts = countsOf(functions.flatMap(({ ranges }) => ranges));
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  eachMapping(map, ({ generatedLine, generatedColumn, source, originalLine }) => {
    if (source === null || originalLine === null) return;
    if (!counts.hasRun((starts[generatedLine - 1] ?? 0) + generatedColumn)) return;
    const path = join(folder, source);
    const known = lines.get(path);
    if (known) known.add(originalLine);
    else lines.set(path, new Set([originalLine]));
  });
}

/** Answers for offsets that only grow whether the innermost range around each ran. */
function countsOf(ranges: readonly Range[]) {
  const sorted = [...ranges].sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const open: Range[] = [];
  let next = 0;
  return {
    hasRun(offset: number): boolean {
      for (let range = sorted[next]; range && range.startOffset <= offset; range = sorted[++next]) {
        while (open.length > 0 && (open.at(-1)?.endOffset ?? 0) <= range.startOffset) open.pop();
        open.push(range);
      }
      while (open.length > 0 && (open.at(-1)?.endOffset ?? 0) <= offset) open.pop();
      return (open.at(-1)?.count ?? 0) > 0;
    },
  };
}
