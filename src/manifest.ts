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
import { localizedManifest } from "./editor/manifest/localizedManifest";
import { viewsWelcome } from "./editor/manifest/viewsWelcome";
import { walkthroughs } from "./editor/manifest/walkthrough";
import { methodEntries } from "./services/contracts/methodEntries";

/** The `description` of package.json, in English. */
const description = "Every MCP server you use, connected, watched and called from inside the editor.";

/** The `contributes` of package.json, derived from the code, with its texts in English. */
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

/**
 * What package.json must hold of the above, with keys in the place of texts, and the texts of package.nls.json. `npm run manifest` writes
 * both, and a test compares them.
 */
export const localized = () =>
  localizedManifest({ description, capabilities: capabilities(), contributes: contributes() });

/** The files of `docs/operations`: dashboards and rules with the names of the metrics. `npm run manifest` writes them, too. */
export { operationsFiles } from "./core/operations/dashboards/operationsFiles";
