import * as vscode from "vscode";
import type { WatchedPattern } from "../../core/development/watchedPatterns";
import type { Disposable } from "../../core/kernel/disposable";

/** Tells of every file of a pattern that appears, changes or goes. */
export function watchFiles({ base, pattern }: WatchedPattern, changed: (path: string) => void): Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(base), pattern));
  const hear = ({ fsPath }: vscode.Uri) => changed(fsPath);
  watcher.onDidChange(hear);
  watcher.onDidCreate(hear);
  watcher.onDidDelete(hear);
  return watcher;
}
