import * as vscode from "vscode";
import { serversViewId } from "./contributions";
import type { ShowFailure } from "./showFailure";

/** Does something with a server while the view shows a bar; a failure becomes one notification. */
export async function work(server: string, showFailure: ShowFailure, run: () => Promise<void>): Promise<void> {
  try {
    await vscode.window.withProgress({ location: { viewId: serversViewId } }, run);
  } catch (error) {
    showFailure(error, { server });
  }
}
