import * as vscode from "vscode";
import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import { savedCallsFile } from "../../callPage/savedCallsFile";
import type { CommandPorts } from "../commandPorts";
import { managedServer } from "./managedServer";
import { ServerChanges } from "./serverChanges";

/** What the commands that manage entries need of the editor beside its screen. */
export interface ManageEditor {
  readonly changes: Pick<ServerChanges, "make" | "locations">;
  /** The server that a command is for; `undefined` after a cancel. */
  find(argument: unknown, title: string): Promise<ServerDefinition | undefined>;
  readonly savedCalls: typeof savedCallsFile;
  /** Whether the window is on another machine. */
  isRemote(): boolean;
}

export const manageEditor = (ports: CommandPorts): ManageEditor => ({
  changes: new ServerChanges(ports),
  find: (argument, title) => managedServer(ports, argument, title),
  savedCalls: savedCallsFile,
  isRemote: () => vscode.env.remoteName !== undefined,
});
