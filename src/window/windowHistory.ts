import { join } from "node:path";
import type { ExtensionContext } from "vscode";
import type { KeptResults } from "../core/calls/keptResults";
import type { Options } from "../core/config/schema/settings";
import type { Clock } from "../core/kernel/clock";
import { DiskHistory, type DiskHistoryPorts } from "../core/operations/history/diskHistory";
import { HistoryFolder } from "../node/history/historyFolder";
import { message } from "../protocol/message";
import { codeOf } from "../protocol/systemError";

export interface WindowHistoryParts {
  readonly stream: DiskHistoryPorts["stream"];
  readonly options: () => Options;
  readonly kept: KeptResults;
  readonly clock: Clock;
  readonly context: Pick<ExtensionContext, "globalStorageUri" | "storageUri">;
  readonly report: (error: unknown) => void;
  /** Shows a warning. */
  readonly show: (text: string) => void;
}

const mebibyte = 1024 * 1024;
/** What all servers of a workspace may have together: as much as the panel keeps in memory. */
const allMebibytes = 64;

/**
 * The history of the activity panel on disk, of this workspace. All workspaces have it in one folder, so that each window can remove what is
 * too old, and all of it when the setting is off.
 */
export function windowHistory({
  stream,
  options,
  kept,
  clock,
  context,
  report,
  show,
}: WindowHistoryParts): DiskHistory {
  const root = join(context.globalStorageUri.fsPath, "history");
  const limits = () => {
    const bytes = options().historyMegabytes * mebibyte;
    return { days: options().historyDays, bytes, allBytes: Math.max(bytes, allMebibytes * mebibyte) };
  };
  return new DiskHistory({
    ...{ stream, clock },
    files: new HistoryFolder({ root, workspace: context.storageUri?.toString() ?? "", now: () => clock.now(), limits }),
    isOn: () => options().history,
    days: () => options().historyDays,
    argsOf: (call) => kept.calls.of(call)?.args,
    window: crypto.randomUUID(),
    failed: (error) => {
      report(error);
      const reason = codeOf(error) ?? String(error);
      show(
        message(
          "history.failed",
          "The activity panel's history cannot be kept on disk ({reason}). The panel keeps it in memory only. Make room in {root}, or turn off mcpHub.history.",
          { reason, root },
        ),
      );
    },
  });
}
