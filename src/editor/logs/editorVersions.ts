import { arch, platform, release } from "node:os";
import * as vscode from "vscode";

/** What a window runs on, for a bug report. */
export const editorVersions = (
  extension: Pick<vscode.Extension<unknown>, "packageJSON">,
): Readonly<Record<string, string>> => ({
  extension: String(extension.packageJSON.version),
  editor: `${vscode.env.appName} ${vscode.version}`,
  system: `${platform()} ${release()} ${arch()}`,
  node: process.versions.node,
  window: vscode.env.uiKind === vscode.UIKind.Web ? "web" : "desktop",
  remote: kindOf(vscode.env.remoteName),
});

/** The kind of a remote window, such as `ssh-remote`: without the host, which some editors name. */
const kindOf = (remote: string | undefined): string => {
  if (remote === undefined) return "none";
  return /^[a-z-]+$/.exec(remote)?.[0] ?? "other";
};
