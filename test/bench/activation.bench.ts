// What the extension costs a window that starts: the size of its bundle, the time to load it, and the part of `activate` before its
// first await, with 30 servers configured, in a real VS Code with the packaged extension.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWindow } from "../host/window";
import { echoOnStdio } from "./contender";
import { median } from "./figures";
import { report } from "./report";

const bundle = join(process.cwd(), "dist/extension.js");
const rounds = 9;

/** Milliseconds that loading the bundle takes a bare Node process. */
function loading(...more: readonly string[]): number {
  const script = join(process.cwd(), "test/bench/loadExtension.cjs");
  return Number(execFileSync(process.execPath, [script, bundle, ...more], { encoding: "utf8" }));
}

const several = (work: () => number): number => median(Array.from({ length: rounds }, work));

interface Activation {
  readonly loadMs: number;
  readonly callMs: number;
  readonly finishMs: number;
}

/** VS Code's own figures of one start (command "Developer: Startup Performance"). */
async function inWindow(): Promise<Activation> {
  const servers = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`echo${i}`, echoOnStdio()]));
  const window = await openWindow({ vsix: true, userSettings: { "mcpHub.servers": servers } });
  try {
    const text = await window.run(async (vscode) => {
      await vscode.commands.executeCommand("perfview.show");
      for (let tries = 0; tries < 100; tries++) {
        const shown = vscode.workspace.textDocuments.map((document) => document.getText());
        const found = shown.find((one) => /mcp-client-hub\.mcp-client-hub/i.test(one));
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      return "";
    });
    return readStats(text);
  } finally {
    await window.close();
  }
}

/** The row of the extension in the table "Extension Activation Stats". */
function readStats(text: string): Activation {
  const lines = text.split("\n");
  const heading = lines.find((line) => line.includes("Load Code")) ?? "";
  const row = lines.find((line) => /^\|?\s*\*?mcp-client-hub\.mcp-client-hub/i.test(line)) ?? "";
  const cells = (line: string) => line.split("|").map((cell) => cell.trim());
  const value = (name: string) => Number.parseFloat(cells(row)[cells(heading).indexOf(name)] ?? "");
  const stats = { loadMs: value("Load Code"), callMs: value("Call Activate"), finishMs: value("Finish Activate") };
  if (Object.values(stats).some(Number.isNaN)) throw new Error(`VS Code shows no figures of the extension:\n${text}`);
  return stats;
}

async function main() {
  report({ what: "bundle, minified", unit: "KB", hub: statSync(bundle).size / 1024, target: { atMost: 900 } });
  report({ what: "loading the bundle in a bare Node", unit: "ms", hub: several(() => loading()) });
  const cache = mkdtempSync(join(tmpdir(), "mcph-cache-"));
  try {
    loading(cache);
    report({ what: "the same from V8's compile cache", unit: "ms", hub: several(() => loading(cache)) });
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
  if (process.platform !== "linux") return; // the embedded editor is set up on Linux only
  const seen: Activation[] = [];
  for (let i = 0; i < 3; i++) seen.push(await inWindow());
  report({
    what: "VS Code's Call Activate, 30 servers (before the first await)",
    unit: "ms",
    hub: median(seen.map(({ callMs }) => callMs)),
    target: { atMost: 50 },
  });
  report({
    what: "VS Code's Load Code (waits for others, too)",
    unit: "ms",
    hub: median(seen.map(({ loadMs }) => loadMs)),
  });
  report({ what: "VS Code's Finish Activate", unit: "ms", hub: median(seen.map(({ finishMs }) => finishMs)) });
}

main().catch((error: unknown) => {
  console.error(String(error).slice(0, 2000)); // a bundle quotes its long lines
  process.exitCode = 1;
});
