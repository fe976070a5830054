import type { ServerId } from "../../protocol/hubEvent";

/** A server by name, or a tree node that belongs to a server. */
export type ServerTarget = ServerId | { readonly server: ServerId };
export type NamedTarget = { readonly server: ServerId; readonly name: string };
export type ResourceTarget = { readonly server: ServerId } & (
  | { readonly uri: string }
  | { readonly uriTemplate: string }
);
export type CopyTarget = ServerTarget | NamedTarget | ResourceTarget;

/** A client of the gateway by its id, or its node in the tree. */
export type ClientTarget = string | { readonly client?: string };

/** One server in a file of another app. */
export interface AppEntryTarget {
  readonly file: string;
  /** Keys from the top of the file. */
  readonly path: readonly (string | number)[];
}

/** Where the activity page is: in an editor, or in the bottom panel as a view. */
export type ActivityPlace = "editor" | "panel";

/** The server whose row has the focus in the tree. */
export type FocusedTarget = { readonly focused: true };

/** All commands with their arguments. Without an argument, such as from the palette, the person chooses from a list. */
export interface Commands {
  "mcpHub.connectServer"(server?: ServerTarget): Promise<void>;
  "mcpHub.disconnectServer"(server?: ServerTarget): Promise<void>;
  "mcpHub.restartServer"(server?: ServerTarget): Promise<void>;
  "mcpHub.reconnectAll"(): Promise<void>;
  "mcpHub.enableServer"(server?: ServerTarget): Promise<void>;
  "mcpHub.disableServer"(server?: ServerTarget): Promise<void>;
  "mcpHub.showServerLog"(server?: ServerTarget): Promise<void>;
  "mcpHub.setLogLevel"(server?: ServerTarget): Promise<void>;
  "mcpHub.showHubLog"(): Promise<void>;
  "mcpHub.showJsonLog"(): Promise<void>;
  "mcpHub.exportDiagnostics"(): Promise<void>;
  "mcpHub.showActivity"(): Promise<void>;
  "mcpHub.showServer"(server?: ServerTarget): Promise<void>;
  "mcpHub.moveActivityToEditor"(): Promise<void>;
  "mcpHub.moveActivityToPanel"(): Promise<void>;
  "mcpHub.showServers"(): Promise<void>;
  "mcpHub.getStarted"(): Promise<void>;
  "mcpHub.callTool"(tool?: ServerTarget | NamedTarget): Promise<void>;
  "mcpHub.openCallPage"(of?: ServerTarget | NamedTarget | ResourceTarget): Promise<void>;
  "mcpHub.openResource"(resource?: ServerTarget | ResourceTarget): Promise<void>;
  "mcpHub.attachResource"(resource?: ServerTarget | ResourceTarget): Promise<void>;
  "mcpHub.getPrompt"(prompt?: ServerTarget | NamedTarget): Promise<void>;
  "mcpHub.turnOff"(of?: ServerTarget | NamedTarget | ResourceTarget): Promise<void>;
  "mcpHub.turnOn"(of?: ServerTarget | NamedTarget | ResourceTarget): Promise<void>;
  "mcpHub.chooseTools"(server?: ServerTarget): Promise<void>;
  "mcpHub.chooseToolsEverywhere"(server?: ServerTarget): Promise<void>;
  "mcpHub.turnOffByPattern"(): Promise<void>;
  "mcpHub.switchProfile"(): Promise<void>;
  "mcpHub.saveProfile"(): Promise<void>;
  "mcpHub.copyName"(of?: CopyTarget): Promise<void>;
  "mcpHub.addServer"(): Promise<void>;
  "mcpHub.browseServices"(): Promise<void>;
  "mcpHub.searchRegistry"(): Promise<void>;
  "mcpHub.importServers"(entry?: AppEntryTarget): Promise<void>;
  "mcpHub.pasteServers"(): Promise<void>;
  "mcpHub.undoImport"(): Promise<void>;
  "mcpHub.stopFollowing"(server?: ServerTarget): Promise<void>;
  "mcpHub.addSampleServer"(): Promise<void>;
  "mcpHub.openServerSettings"(server?: ServerTarget): Promise<void>;
  "mcpHub.editServer"(server?: ServerTarget): Promise<void>;
  "mcpHub.renameServer"(server?: ServerTarget | FocusedTarget): Promise<void>;
  "mcpHub.duplicateServer"(server?: ServerTarget): Promise<void>;
  "mcpHub.moveServer"(server?: ServerTarget): Promise<void>;
  "mcpHub.removeServer"(server?: ServerTarget | FocusedTarget): Promise<void>;
  "mcpHub.openSettings"(): Promise<void>;
  "mcpHub.trustServer"(server?: ServerTarget): Promise<void>;
  "mcpHub.stopTrustingServer"(server?: ServerTarget): Promise<void>;
  "mcpHub.forgetApprovals"(server?: ServerTarget): Promise<void>;
  "mcpHub.manageApprovals"(server?: ServerTarget): Promise<void>;
  "mcpHub.reviewTool"(tool?: ServerTarget | NamedTarget): Promise<void>;
  "mcpHub.acceptTool"(comparison?: unknown): Promise<void>;
  "mcpHub.reviewServers"(server?: ServerTarget): Promise<void>;
  "mcpHub.setSecret"(server?: ServerTarget | NamedTarget): Promise<void>;
  "mcpHub.moveSecrets"(server?: ServerTarget | NamedTarget): Promise<void>;
  "mcpHub.forgetInputs"(server?: ServerTarget): Promise<void>;
  "mcpHub.diagnose"(server?: ServerTarget): Promise<void>;
  "mcpHub.runConformance"(server?: ServerTarget): Promise<void>;
  "mcpHub.signIn"(server?: ServerTarget): Promise<void>;
  "mcpHub.signOut"(server?: ServerTarget): Promise<void>;
  "mcpHub.switchAccount"(server?: ServerTarget): Promise<void>;
  "mcpHub.forgetSignIns"(): Promise<void>;
  "mcpHub.signInDoctor"(server?: ServerTarget): Promise<void>;
  "mcpHub.resetBreakers"(server?: ServerTarget): Promise<void>;
  "mcpHub.showMetrics"(): Promise<void>;
  "mcpHub.showAudit"(): Promise<void>;
  "mcpHub.showCompatibility"(): Promise<void>;
  "mcpHub.showTaskResult"(): Promise<void>;
  "mcpHub.testServiceMapping"(): Promise<void>;
  "mcpHub.useHubFrom"(): Promise<void>;
  "mcpHub.stopUsingHubFrom"(): Promise<void>;
  "mcpHub.addClient"(): Promise<void>;
  "mcpHub.rotateClientToken"(client?: ClientTarget): Promise<void>;
  "mcpHub.revokeClient"(client?: ClientTarget): Promise<void>;
}

export type CommandId = keyof Commands;

/** Escape while a question is on the screen; a key's command, which stands in no menu and not in the palette. */
export const dismissQuestion = "mcpHub.dismissQuestion";

/** The context key that is true while a question is on the screen. */
export const questionOpenKey = "mcpHub.questionOpen";

export interface CommandEntry {
  /** In title case, like VS Code's own commands; with an ellipsis if the command asks for input. */
  readonly title: string;
  /** The name of a codicon, if the command is a button in the tree. */
  readonly icon?: string;
}

export const commandTable: Readonly<Record<CommandId, CommandEntry>> = {
  "mcpHub.connectServer": { title: "Connect Server", icon: "debug-start" },
  "mcpHub.disconnectServer": { title: "Disconnect Server", icon: "debug-disconnect" },
  "mcpHub.restartServer": { title: "Restart Server", icon: "debug-restart" },
  "mcpHub.reconnectAll": { title: "Reconnect All Servers", icon: "refresh" },
  "mcpHub.enableServer": { title: "Enable Server", icon: "check" },
  "mcpHub.disableServer": { title: "Disable Server" },
  "mcpHub.showServerLog": { title: "Show Server Log", icon: "output" },
  "mcpHub.setLogLevel": { title: "Set Log Level…" },
  "mcpHub.showHubLog": { title: "Show Hub Log" },
  "mcpHub.showJsonLog": { title: "Show JSON Log" },
  "mcpHub.exportDiagnostics": { title: "Export Diagnostics" },
  "mcpHub.showActivity": { title: "Show Activity", icon: "pulse" },
  "mcpHub.showServer": { title: "Show Server Details" },
  "mcpHub.moveActivityToEditor": { title: "Move Activity to Editor", icon: "editor-layout" },
  "mcpHub.moveActivityToPanel": { title: "Move Activity to Panel", icon: "layout-panel" },
  "mcpHub.showServers": { title: "Show Servers" },
  "mcpHub.getStarted": { title: "Get Started" },
  "mcpHub.callTool": { title: "Call Tool…", icon: "play" },
  "mcpHub.openCallPage": { title: "Open Call Page…" },
  "mcpHub.openResource": { title: "Open Resource…", icon: "go-to-file" },
  "mcpHub.attachResource": { title: "Attach Resource…" },
  "mcpHub.getPrompt": { title: "Get Prompt…", icon: "open-preview" },
  "mcpHub.turnOff": { title: "Turn Off in This Workspace", icon: "circle-slash" },
  "mcpHub.turnOn": { title: "Turn On in This Workspace", icon: "pass" },
  "mcpHub.chooseTools": { title: "Choose Tools…", icon: "checklist" },
  "mcpHub.chooseToolsEverywhere": { title: "Choose Tools in Every Workspace…" },
  "mcpHub.turnOffByPattern": { title: "Turn Off by Pattern…" },
  "mcpHub.switchProfile": { title: "Switch Profile…" },
  "mcpHub.saveProfile": { title: "Save as Profile…" },
  "mcpHub.copyName": { title: "Copy Name" },
  "mcpHub.addServer": { title: "Add Server…", icon: "add" },
  "mcpHub.browseServices": { title: "Browse Services…" },
  "mcpHub.searchRegistry": { title: "Search Registry…" },
  "mcpHub.importServers": { title: "Import Servers…" },
  "mcpHub.pasteServers": { title: "Paste Server Configuration…" },
  "mcpHub.undoImport": { title: "Undo Import" },
  "mcpHub.stopFollowing": { title: "Stop Following…" },
  "mcpHub.addSampleServer": { title: "Add the Sample Server" },
  "mcpHub.openServerSettings": { title: "Show Server's Settings Entry", icon: "settings-gear" },
  "mcpHub.editServer": { title: "Edit Server…" },
  "mcpHub.renameServer": { title: "Rename Server…" },
  "mcpHub.duplicateServer": { title: "Duplicate Server…" },
  "mcpHub.moveServer": { title: "Move Server…" },
  "mcpHub.removeServer": { title: "Remove Server…" },
  "mcpHub.openSettings": { title: "Open Settings" },
  "mcpHub.trustServer": { title: "Trust Server's Annotations" },
  "mcpHub.stopTrustingServer": { title: "Stop Trusting Server's Annotations" },
  "mcpHub.manageApprovals": { title: "Manage Approvals" },
  "mcpHub.reviewTool": { title: "Review Changed Tool", icon: "diff" },
  "mcpHub.acceptTool": { title: "Accept Changed Tool", icon: "check" },
  "mcpHub.forgetApprovals": { title: "Forget Approvals…" },
  "mcpHub.reviewServers": { title: "Review New Servers…", icon: "shield" },
  "mcpHub.setSecret": { title: "Set Secret…" },
  "mcpHub.moveSecrets": { title: "Move Secrets to Secret Storage…" },
  "mcpHub.diagnose": { title: "Diagnose…", icon: "lightbulb" },
  "mcpHub.runConformance": { title: "Run Conformance Suite on Server…" },
  "mcpHub.signIn": { title: "Sign In…", icon: "sign-in" },
  "mcpHub.signOut": { title: "Sign Out" },
  "mcpHub.switchAccount": { title: "Switch Account…", icon: "account" },
  "mcpHub.forgetSignIns": { title: "Forget All Sign-ins" },
  "mcpHub.signInDoctor": { title: "Sign-in Doctor" },
  "mcpHub.resetBreakers": { title: "Reset Circuit Breakers" },
  "mcpHub.showMetrics": { title: "Show Metrics" },
  "mcpHub.showAudit": { title: "Show Audit" },
  "mcpHub.showCompatibility": { title: "Show Compatibility" },
  "mcpHub.showTaskResult": { title: "Show Task Result…" },
  "mcpHub.testServiceMapping": { title: "Test Service Mapping…" },
  "mcpHub.useHubFrom": { title: "Use This Hub From…" },
  "mcpHub.stopUsingHubFrom": { title: "Stop Using This Hub From…" },
  "mcpHub.addClient": { title: "Add Client…", icon: "add" },
  "mcpHub.rotateClientToken": { title: "Rotate Gateway Token…" },
  "mcpHub.revokeClient": { title: "Revoke Client…", icon: "trash" },
  "mcpHub.forgetInputs": { title: "Forget Stored Inputs" },
};
