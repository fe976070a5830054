import { configuration, restrictedConfigurations } from "./core/config/schema/configurationProperties";
import { chatParticipants, languageModelTools } from "./core/conversation/chatContributions";
import { resourceScheme } from "./core/presentation/resourcePath";
import {
  activityViewType,
  commands,
  keybindings,
  menus,
  resultScheme,
  views,
  viewsContainers,
  viewsWelcome,
} from "./editor/manifest/contributions";

/** What package.json's `contributes` must say, derived from the code; `npm run manifest` writes it, a test holds them equal. */
export const contributes = () => ({
  configuration: configuration(),
  viewsContainers: viewsContainers(),
  views: views(),
  viewsWelcome: viewsWelcome(),
  commands: commands(),
  keybindings: keybindings(),
  menus: menus(),
  chatParticipants: chatParticipants(),
  languageModelTools: languageModelTools(),
});

/** When VS Code must start the extension; commands, views, chat and tools start it without being named. */
export const activationEvents = () => [
  "onStartupFinished",
  `onWebviewPanel:${activityViewType}`,
  ...[resourceScheme, resultScheme].map((scheme) => `onFileSystem:${scheme}`),
];

/** What package.json's `capabilities` must say: in Restricted Mode nothing that the workspace configures counts. */
export const capabilities = () => ({
  untrustedWorkspaces: {
    supported: "limited",
    description: "In Restricted Mode no MCP server that the workspace configures is started or contacted.",
    restrictedConfigurations: restrictedConfigurations(),
  },
  virtualWorkspaces: {
    supported: "limited",
    description: "Servers that run as programs need a folder on disk for ${workspaceFolder}.",
  },
});
