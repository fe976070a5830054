import type { CommandId } from "./commandTable";
import { profileKey, serversViewId } from "./contributions";

const button = (text: string, command: CommandId): string => `[${text}](command:${command})`;

/** The `viewsWelcome` that package.json must contribute: the text of the empty tree. */
export const viewsWelcome = () => [
  {
    view: serversViewId,
    when: profileKey,
    contents: [
      "The profile of this workspace has none of your servers.",
      button("Switch Profile", "mcpHub.switchProfile"),
    ].join("\n"),
  },
  {
    view: serversViewId,
    when: `isWorkspaceTrusted && !${profileKey}`,
    contents: [
      "No MCP server is configured yet. The sample server needs no setup:",
      button("Add the Sample Server", "mcpHub.addSampleServer"),
      "Or add your own program or address:",
      button("Add a Server", "mcpHub.addServer"),
      button("Open Settings", "mcpHub.openSettings"),
      `New to MCP Hub? ${button("Get started", "mcpHub.getStarted")} in five steps.`,
    ].join("\n"),
  },
  {
    view: serversViewId,
    when: `!isWorkspaceTrusted && !${profileKey}`,
    contents: [
      "This window is in Restricted Mode. Servers from the workspace settings are off, and your user settings have no server.",
      "[Manage Workspace Trust](command:workbench.trust.manage)",
      button("Add the Sample Server", "mcpHub.addSampleServer"),
      button("Add a Server", "mcpHub.addServer"),
    ].join("\n"),
  },
];
