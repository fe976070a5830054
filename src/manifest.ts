import { configuration, restrictedConfigurations } from "./core/config/schema/configurationProperties";
import { chatParticipants, languageModelTools } from "./core/conversation/chatContributions";
import { serviceToolContributions } from "./core/conversation/services/serviceToolSchema";
import { resourceScheme } from "./core/presentation/resourcePath";
import {
  activityViewType,
  callPageViewType,
  commands,
  keybindings,
  mcpServerDefinitionProviders,
  menus,
  resultScheme,
  views,
  viewsContainers,
} from "./editor/manifest/contributions";
import { viewsWelcome } from "./editor/manifest/viewsWelcome";
import { walkthroughs } from "./editor/manifest/walkthrough";
import { methodEntries } from "./services/contracts/methodEntries";

/** The `contributes` of package.json, derived from the code. `npm run manifest` writes it, and a test compares the two. */
export const contributes = () => ({
  configuration: configuration(),
  viewsContainers: viewsContainers(),
  views: views(),
  viewsWelcome: viewsWelcome(),
  walkthroughs: walkthroughs(),
  commands: commands(),
  keybindings: keybindings(),
  menus: menus(),
  chatParticipants: chatParticipants(),
  languageModelTools: [...languageModelTools(), ...serviceToolContributions(methodEntries())],
  mcpServerDefinitionProviders: mcpServerDefinitionProviders(),
});

/** The `activationEvents` of package.json. Commands, views, chat and tools activate the extension without an entry. */
export const activationEvents = () => [
  "onStartupFinished",
  ...[activityViewType, callPageViewType].map((type) => `onWebviewPanel:${type}`),
  ...[resourceScheme, resultScheme].map((scheme) => `onFileSystem:${scheme}`),
];

/** The `capabilities` of package.json: in Restricted Mode the hub ignores the workspace settings. */
export const capabilities = () => ({
  untrustedWorkspaces: {
    supported: "limited",
    description: "In Restricted Mode, MCP servers from the workspace settings are neither started nor contacted.",
    restrictedConfigurations: restrictedConfigurations(),
  },
  virtualWorkspaces: {
    supported: "limited",
    description: "Servers that run as programs need a folder on disk for ${workspaceFolder}.",
  },
});

/** The files of `docs/operations`: dashboards and rules with the names of the metrics. `npm run manifest` writes them, too. */
export { operationsFiles } from "./core/operations/dashboards/operationsFiles";
