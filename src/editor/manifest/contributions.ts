import { type CommandId, commandTable, dismissQuestion, type FocusedTarget, questionOpenKey } from "./commandTable";
import {
  type ContextValue,
  offValues,
  serversExcept,
  serversFollowed,
  serversIn,
  serversTrusted,
  serversWithAccount,
} from "./contextValues";

export const containerId = "mcpHub";
export const serversViewId = "mcpHub.servers";

/** The provider of the hub for the agent of the editor, and its name there. */
export const agentServerProvider = "mcpHub.agent";
export const agentServerLabel = "MCP Hub";

/** The `mcpServerDefinitionProviders` that package.json must contribute. */
export const mcpServerDefinitionProviders = () => [{ id: agentServerProvider, label: agentServerLabel }];

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

const inServers = `focusedView == ${serversViewId} && listFocus && !inputFocus`;
const focused: FocusedTarget = { focused: true };

/**
 * The `keybindings` that package.json must contribute: those of VS Code's own trees, and Escape, since VS Code does not say whether Escape or
 * something else closed an input.
 */
export const keybindings = () => [
  { command: dismissQuestion, key: "escape", when: `${questionOpenKey} && inQuickInput` },
  { command: "mcpHub.renameServer" satisfies CommandId, key: "f2", when: inServers, args: focused },
  {
    command: "mcpHub.removeServer" satisfies CommandId,
    key: "delete",
    mac: "cmd+backspace",
    when: inServers,
    args: focused,
  },
];

/** The `menus` that package.json must contribute. Nearly every command is always in the palette, too, where it asks for its target. */
export const menus = () => ({
  commandPalette: palette(),
  "view/title": viewTitle,
  "view/item/context": itemMenu(),
  "editor/title": editorTitle(),
});

const editorTitle = (): readonly MenuItem[] => [
  {
    command: "mcpHub.moveActivityToPanel",
    when: `activeWebviewPanelId == '${activityViewType}'`,
    group: "navigation@1",
  },
  { command: "mcpHub.acceptTool", when: `resourceScheme == ${definitionScheme}`, group: "navigation@1" },
];

/** Commands that can do something only at times: what is accepted must be on the screen, and the page elsewhere than where it is moved to. */
const palette = (): readonly Omit<MenuItem, "group">[] => [
  { command: "mcpHub.acceptTool", when: `resourceScheme == ${definitionScheme}` },
  { command: "mcpHub.moveActivityToEditor", when: `${activityPlaceKey} != editor` },
  { command: "mcpHub.moveActivityToPanel", when: `${activityPlaceKey} != panel` },
];

/** The activity page as a view, and the context key that says where the person wants the page (`ActivityPlace`). */
export const activityViewId = "mcpHub.activityView";
export const activityPlaceKey = "mcpHub.activityPlace";
export const panelContainerId = "mcpHubPanel";

const title = (command: CommandId, group: string): MenuItem => ({ command, when: `view == ${serversViewId}`, group });

const viewTitle: readonly MenuItem[] = [
  title("mcpHub.addServer", "navigation@1"),
  title("mcpHub.reconnectAll", "navigation@2"),
  title("mcpHub.showActivity", "navigation@3"),
  title("mcpHub.openCallPage", "1_use@1"),
  title("mcpHub.callTool", "1_use@2"),
  title("mcpHub.chooseTools", "1_choose@1"),
  title("mcpHub.chooseToolsEverywhere", "1_choose@2"),
  title("mcpHub.turnOffByPattern", "1_choose@3"),
  title("mcpHub.switchProfile", "1_choose@4"),
  title("mcpHub.saveProfile", "1_choose@5"),
  title("mcpHub.useHubFrom", "1_use@3"),
  title("mcpHub.stopUsingHubFrom", "1_use@4"),
  title("mcpHub.browseServices", "2_add@1"),
  title("mcpHub.searchRegistry", "2_add@2"),
  title("mcpHub.importServers", "2_settings@0"),
  title("mcpHub.addSampleServer", "2_settings@1"),
  title("mcpHub.openSettings", "2_settings@2"),
  title("mcpHub.getStarted", "4_help@1"),
  title("mcpHub.addClient", "2_settings@3"),
  title("mcpHub.showMetrics", "3_log@1"),
  title("mcpHub.showAudit", "3_log@2"),
  title("mcpHub.showHubLog", "3_log@3"),
  { command: "mcpHub.moveActivityToEditor", when: `view == ${activityViewId}`, group: "navigation@1" },
  title("mcpHub.showJsonLog", "3_log@4"),
  title("mcpHub.exportDiagnostics", "3_log@5"),
];

/** The nodes that show a command: `inline` as a button, `menu` in the context menu. */
interface MenuPlacement {
  readonly command: CommandId;
  readonly inline?: readonly ContextValue[];
  readonly menu?: readonly ContextValue[];
  readonly group: string;
}

const placements: readonly MenuPlacement[] = [
  both("mcpHub.connectServer", "1_connection@1", serversIn("off", "needs-auth")),
  both("mcpHub.restartServer", "1_connection@2", serversIn("ready", "connecting", "failed")),
  both("mcpHub.disconnectServer", "1_connection@3", serversIn("ready", "connecting")),
  both("mcpHub.enableServer", "1_connection@4", serversIn("disabled")),
  both("mcpHub.reviewServers", "1_connection@8", serversIn("needs-consent")),
  {
    command: "mcpHub.diagnose",
    group: "1_connection@9",
    inline: ["message.server", ...serversIn("failed")],
    menu: ["message.server", ...serversExcept()],
  },
  { command: "mcpHub.runConformance", group: "2_use@6", menu: serversExcept("disabled", "needs-consent") },
  { command: "mcpHub.disableServer", group: "1_connection@5", menu: serversExcept("disabled") },
  both("mcpHub.reviewTool", "1_connection@7", ["message.changed", "tool.changed", "prompt.changed"]),
  {
    command: "mcpHub.callTool",
    group: "2_use@1",
    inline: ["tool"],
    menu: ["tool", "tool.changed", ...serversIn("ready")],
  },
  {
    command: "mcpHub.openCallPage",
    group: "2_use@5",
    menu: ["tool", "tool.changed", "prompt", "prompt.changed", "resource", "template", ...offValues],
  },
  both("mcpHub.turnOff", "2_use@8", [
    ...(["tool", "tool.changed", "prompt", "prompt.changed", "resource", "template"] as const),
  ]),
  both("mcpHub.turnOn", "2_use@8", offValues),
  { command: "mcpHub.chooseTools", group: "2_use@9", inline: ["off"], menu: ["off", "group", ...serversExcept()] },
  both("mcpHub.openResource", "2_use@2", ["resource", "template"]),
  { command: "mcpHub.attachResource", group: "2_use@4", menu: ["resource", "template"] },
  { command: "mcpHub.getPrompt", group: "2_use@3", inline: ["prompt"], menu: ["prompt", "prompt.changed"] },
  { command: "mcpHub.showServer", group: "3_open@0", menu: ["message.server", ...serversExcept()] },
  {
    command: "mcpHub.showServerLog",
    group: "3_open@1",
    inline: ["message.server"],
    menu: ["message.server", ...serversExcept()],
  },
  {
    command: "mcpHub.openServerSettings",
    group: "3_open@2",
    inline: ["message.server"],
    menu: ["message.server", ...serversExcept()],
  },
  { command: "mcpHub.setLogLevel", group: "3_open@4", menu: serversExcept() },
  { command: "mcpHub.resetBreakers", group: "1_connection@6", menu: serversIn("ready") },
  { command: "mcpHub.signIn", group: "4_account@1", inline: serversIn("needs-auth"), menu: serversIn("needs-auth") },
  { command: "mcpHub.switchAccount", group: "4_account@2", menu: serversWithAccount("disabled") },
  { command: "mcpHub.signOut", group: "4_account@3", menu: serversWithAccount("disabled") },
  { command: "mcpHub.signInDoctor", group: "4_account@4", menu: serversWithAccount("disabled") },
  { command: "mcpHub.trustServer", group: "4_trust@1", menu: serversTrusted(false) },
  { command: "mcpHub.stopTrustingServer", group: "4_trust@1", menu: serversTrusted(true) },
  { command: "mcpHub.manageApprovals", group: "4_trust@6", menu: serversExcept() },
  { command: "mcpHub.forgetApprovals", group: "4_trust@2", menu: serversExcept() },
  { command: "mcpHub.setSecret", group: "4_trust@3", menu: serversExcept() },
  { command: "mcpHub.moveSecrets", group: "4_trust@4", menu: serversExcept() },
  { command: "mcpHub.forgetInputs", group: "4_trust@5", menu: serversExcept() },
  {
    command: "mcpHub.copyName",
    group: "5_copy@1",
    menu: ["tool", "tool.changed", "resource", "template", "prompt", "prompt.changed", ...serversExcept()],
  },
  { command: "mcpHub.openSettings", group: "3_open@3", menu: ["message", "clients", "client.agent"] },
  both("mcpHub.addClient", "1_connection@1", ["clients"]),
  { command: "mcpHub.rotateClientToken", group: "4_trust@1", menu: ["client"] },
  both("mcpHub.revokeClient", "6_remove@1", ["client"]),
  { command: "mcpHub.editServer", group: "6_change@1", menu: serversExcept() },
  { command: "mcpHub.renameServer", group: "6_change@2", menu: serversExcept() },
  { command: "mcpHub.duplicateServer", group: "6_change@3", menu: serversExcept() },
  { command: "mcpHub.moveServer", group: "6_change@4", menu: serversExcept() },
  { command: "mcpHub.stopFollowing", group: "6_change@5", menu: serversFollowed() },
  { command: "mcpHub.removeServer", group: "7_remove@1", menu: serversExcept() },
];

function both(command: CommandId, group: string, on: readonly ContextValue[]): MenuPlacement {
  return { command, group, inline: on, menu: on };
}

const itemMenu = (): readonly MenuItem[] =>
  placements.flatMap(({ command, inline, menu, group }) => [
    ...(inline ? [{ command, when: onNodes(inline), group: `inline@${group.split("@")[1]}` }] : []),
    ...(menu ? [{ command, when: onNodes(menu), group }] : []),
  ]);

const onNodes = (values: readonly ContextValue[]): string =>
  `view == ${serversViewId} && viewItem =~ /^(${values.map((value) => value.replaceAll(".", "\\.")).join("|")})$/`;

/** The `viewsContainers` that package.json must contribute. */
export const viewsContainers = () => ({
  activitybar: [{ id: containerId, title: "MCP Hub", icon: "media/hub.svg" }],
  panel: [{ id: panelContainerId, title: "MCP Hub", icon: "media/hub.svg" }],
});

/** The `views` that package.json must contribute. */
export const views = () => ({
  [containerId]: [{ id: serversViewId, name: "Servers", icon: "media/hub.svg", contextualTitle: "MCP Hub" }],
  [panelContainerId]: [
    {
      id: activityViewId,
      type: "webview",
      name: "Activity",
      icon: "media/hub.svg",
      contextualTitle: "MCP Hub",
      when: `${activityPlaceKey} != editor`,
    },
  ],
});

/** The context key that is true while a profile holds. */
export const profileKey = "mcpHub.inProfile";

/** The URI scheme of result files, such as `mcp-hub-result:/mhqx2k-12/image.png`. The files of one result share a folder. */
export const resultScheme = "mcp-hub-result";

/** The URI scheme of what a server says about a tool, beside what it said before. */
export const definitionScheme = "mcp-hub-definition";

/** The URI scheme of an app's file as it is and as it would be. */
export const proposalScheme = "mcp-hub-proposal";

/** The view type of the activity panel. VS Code restores its tab by this name after a reload (`onWebviewPanel:` in package.json). */
export const activityViewType = "mcpHub.activity";

/** The view type of the call page. */
export const callPageViewType = "mcpHub.call";
