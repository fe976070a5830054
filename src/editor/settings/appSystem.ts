import { homedir } from "node:os";
import * as vscode from "vscode";
import type { System } from "../../core/apps/system";

/** Where apps keep their files, on the machine that runs the extensions. The project is the first folder that is on a disk. */
export function appSystem(): System {
  const onDisk = vscode.workspace.workspaceFolders?.filter(({ uri }) => uri.scheme === "file") ?? [];
  const folders = onDisk.map(({ uri }) => uri.fsPath);
  const [workspace] = folders;
  const { platform, env } = process;
  return {
    platform: platform === "win32" || platform === "darwin" ? platform : "linux",
    home: homedir(),
    env,
    ...(workspace !== undefined && { workspace }),
    ...(folders.length > 1 && { folders }),
  };
}

/** The same to read servers from: in Restricted Mode without the files of the workspace, which somebody else may have written. */
export function trustedSystem(system: System = appSystem()): System {
  if (vscode.workspace.isTrusted) return system;
  const { workspace: _, folders: __, ...own } = system;
  return own;
}
