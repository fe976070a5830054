import { type CommandId, commandTable, dismissQuestion, questionOpenKey } from "./commandTable";
import { type ContextValue, serversBut, serversIn, serversTrusted } from "./contextValues";

export const containerId = "mcpHub";
export const serversViewId = "mcpHub.servers";

interface MenuItem {
  readonly command: CommandId;
  readonly when: string;
  readonly group: string;
}

/** The `commands` that package.json must contribute. */
export const commands = () =>
  Object.entries(commandTable).map(([command, { title, icon }]) => ({
    command,
    title,
    category: "MCP Hub",
    ...(icon !== undefined && { icon: `$(${icon})` }),
  }));

/** The `keybindings` that package.json must contribute: VS Code does not say whether Escape or something else closed an input. */
export const keybindings = () => [
  { command: dismissQuestion, key: "escape", when: `${questionOpenKey} && inQuickInput` },
];

/** The `menus` that package.json must contribute. Every command is in the palette, where it asks for what it needs. */
export const menus = () => ({ "view/title": viewTitle, "view/item/context": itemMenu() });

const title = (command: CommandId, group: string): MenuItem => ({ command, when: `view == ${serversViewId}`, group });

const viewTitle: readonly MenuItem[] = [
  title("mcpHub.addServer", "navigation@1"),
  title("mcpHub.reconnectAll", "navigation@2"),
  title("mcpHub.showActivity", "navigation@3"),
  title("mcpHub.callTool", "1_use@1"),
  title("mcpHub.addSampleServer", "2_settings@1"),
  title("mcpHub.openSettings", "2_settings@2"),
  title("mcpHub.showFigures", "3_log@1"),
  title("mcpHub.showHubLog", "3_log@2"),
];

/** On which nodes a command stands, where as a button (`inline`) and where in the context menu. */
interface Place {
  readonly command: CommandId;
  readonly inline?: readonly ContextValue[];
  readonly menu?: readonly ContextValue[];
  readonly group: string;
}

const places: readonly Place[] = [
  place("mcpHub.connectServer", "1_life@1", serversIn("off", "needs-auth")),
  place("mcpHub.restartServer", "1_life@2", serversIn("ready", "connecting", "failed")),
  place("mcpHub.disconnectServer", "1_life@3", serversIn("ready", "connecting")),
  place("mcpHub.enableServer", "1_life@4", serversIn("disabled")),
  { command: "mcpHub.disableServer", group: "1_life@5", menu: serversBut("disabled") },
  { command: "mcpHub.callTool", group: "2_use@1", inline: ["tool"], menu: ["tool", ...serversIn("ready")] },
  place("mcpHub.openResource", "2_use@2", ["resource", "template"]),
  { command: "mcpHub.attachResource", group: "2_use@4", menu: ["resource", "template"] },
  place("mcpHub.getPrompt", "2_use@3", ["prompt"]),
  {
    command: "mcpHub.showServerLog",
    group: "3_look@1",
    inline: ["line.server"],
    menu: ["line.server", ...serversBut()],
  },
  {
    command: "mcpHub.openServerSettings",
    group: "3_look@2",
    inline: ["line.server"],
    menu: ["line.server", ...serversBut()],
  },
  { command: "mcpHub.setLogLevel", group: "3_look@4", menu: serversIn("ready") },
  { command: "mcpHub.resetBreakers", group: "1_life@6", menu: serversIn("ready") },
  { command: "mcpHub.signIn", group: "4_account@1", inline: serversIn("needs-auth"), menu: serversIn("needs-auth") },
  { command: "mcpHub.switchAccount", group: "4_account@2", menu: serversBut("disabled") },
  { command: "mcpHub.signOut", group: "4_account@3", menu: serversBut("disabled") },
  { command: "mcpHub.signInDoctor", group: "4_account@4", menu: serversBut("disabled") },
  { command: "mcpHub.trustServer", group: "4_trust@1", menu: serversTrusted(false) },
  { command: "mcpHub.stopTrustingServer", group: "4_trust@1", menu: serversTrusted(true) },
  { command: "mcpHub.forgetApprovals", group: "4_trust@2", menu: serversBut() },
  { command: "mcpHub.setSecret", group: "4_trust@3", menu: serversBut() },
  { command: "mcpHub.moveSecrets", group: "4_trust@4", menu: serversBut() },
  { command: "mcpHub.forgetInputs", group: "4_trust@5", menu: serversBut() },
  {
    command: "mcpHub.copyName",
    group: "5_copy@1",
    menu: ["tool", "resource", "template", "prompt", ...serversBut()],
  },
  { command: "mcpHub.openSettings", group: "3_look@3", menu: ["line"] },
];

function place(command: CommandId, group: string, on: readonly ContextValue[]): Place {
  return { command, group, inline: on, menu: on };
}

const itemMenu = (): readonly MenuItem[] =>
  places.flatMap(({ command, inline, menu, group }) => [
    ...(inline ? [{ command, when: onNodes(inline), group: `inline@${group.split("@")[1]}` }] : []),
    ...(menu ? [{ command, when: onNodes(menu), group }] : []),
  ]);

const onNodes = (values: readonly ContextValue[]): string =>
  `view == ${serversViewId} && viewItem =~ /^(${values.map((value) => value.replaceAll(".", "\\.")).join("|")})$/`;

/** The `viewsContainers` that package.json must contribute. */
export const viewsContainers = () => ({
  activitybar: [{ id: containerId, title: "MCP Hub", icon: "media/hub.svg" }],
});

/** The `views` that package.json must contribute. */
export const views = () => ({
  [containerId]: [{ id: serversViewId, name: "Servers", icon: "media/hub.svg", contextualTitle: "MCP Hub" }],
});

const button = (text: string, command: CommandId): string => `[${text}](command:${command})`;

/** The `viewsWelcome` that package.json must contribute: what the tree says while it is empty. */
export const viewsWelcome = () => [
  {
    view: serversViewId,
    when: "isWorkspaceTrusted",
    contents: [
      "No MCP server is configured yet. The sample server needs nothing and answers at once:",
      button("Add the Sample Server", "mcpHub.addSampleServer"),
      "A program or an address of your own:",
      button("Add a Server", "mcpHub.addServer"),
      button("Open Settings", "mcpHub.openSettings"),
    ].join("\n"),
  },
  {
    view: serversViewId,
    when: "!isWorkspaceTrusted",
    contents: [
      "This window is in Restricted Mode: servers that the workspace configures are off. Your own servers run as ever, but none is configured.",
      "[Manage Workspace Trust](command:workbench.trust.manage)",
      button("Add the Sample Server", "mcpHub.addSampleServer"),
    ].join("\n"),
  },
];

/** The scheme of results as files: `mcp-hub-result:/mhqx2k-12/image.png`, where the files of one result share a folder. */
export const resultScheme = "mcp-hub-result";

/** The panel's name in VS Code: its tab is brought back by this name after a reload (`onWebviewPanel:` in package.json). */
export const activityViewType = "mcpHub.activity";
