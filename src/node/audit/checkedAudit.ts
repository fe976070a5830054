import { resolve } from "node:path";
import type { LogCheck } from "../../core/audit/verifyLog";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import { codeOf } from "../../protocol/systemError";
import { checkAudit } from "./checkAudit";
import { headsBelow, logsBelow, ownKey } from "./stateFolderAudit";

/**
 * Checks the logs of a hub without an editor, or another file or folder. Only its own logs are compared with their newest heads. Rejects
 * with `bad-config` where there is nothing to read.
 */
export async function checkedAudit(
  stateFolder: string,
  file: string | undefined,
): Promise<{ readonly path: string; readonly logs: readonly LogCheck[]; readonly ownKey: string | undefined }> {
  const own = logsBelow(stateFolder);
  const path = file === undefined ? own : resolve(file);
  const isOwn = path === own;
  try {
    const logs = isOwn ? await checkAudit(path, headsBelow(stateFolder)) : await checkAudit(path);
    return { path, logs, ownKey: isOwn ? await ownKey(stateFolder) : undefined };
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const why = code === "ENOENT" ? message("audit.noFile", "it does not exist") : String(code);
    throw new HubError(
      "bad-config",
      message("audit.unreadable", "The audit {path} cannot be read: {why}.", { path, why }),
      { cause: error },
    );
  }
}
