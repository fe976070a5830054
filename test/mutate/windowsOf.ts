/** By the beginning of a source's path, the tests of the editor and the window that see most of what it does, as `npm test` takes them. */
const words: readonly (readonly [start: string, words: readonly string[]])[] = [
  ["src/editor/chat/", ["window/chat", "extensionHost"]],
  ["src/editor/commands/moveSecrets", ["window/moveSecrets"]],
  ["src/editor/commands/signIn", ["window/signIn", "window/twoAccounts"]],
  ["src/editor/commands/secret", ["window/commands", "extensionHost"]],
  ["src/editor/commands/settings", ["window/settings"]],
  ["src/editor/commands/manage", ["window/manageServers", "window/commands"]],
  ["src/editor/commands/trust", ["window/restrictedServers", "window/commands"]],
  ["src/editor/commands/", ["window/commands", "extensionHost"]],
  ["src/editor/content/", ["window/serverOffers", "window/commands"]],
  ["src/editor/logs/", ["window/commands", "extensionHost"]],
  ["src/editor/panel/", ["window/panel"]],
  ["src/editor/questions/askForValue", ["window/commands", "extensionHost"]],
  ["src/editor/questions/sampleModel", ["window/sampling"]],
  ["src/editor/questions/chooseModel", ["window/sampling"]],
  ["src/editor/questions/", ["window/questions", "window/serverAsks"]],
  ["src/editor/settings/storedInputs", ["extensionHost"]],
  ["src/editor/settings/networkSettings", ["extensionHost"]],
  ["src/editor/settings/addServer", ["window/start", "window/settings"]],
  ["src/editor/settings/sampleServer", ["window/start"]],
  ["src/editor/settings/", ["window/settings", "window/multiRoot"]],
  ["src/editor/signIn/uriRedirect", ["window/uriSignIn"]],
  ["src/editor/signIn/editorSessions", ["window/editorSignIn"]],
  ["src/editor/signIn/", ["window/signIn"]],
  ["src/editor/tasks/", ["window/tasks"]],
  ["src/editor/tree/", ["window/tree", "window/serverOffers"]],
  ["src/editor/ui/questionScreen", ["window/questions"]],
  ["src/editor/", ["window/commands"]],
  ["src/extension.ts", ["extensionHost", "window/commands"]],
  ["webview-ui/", ["window/panel"]],
];

/** Empty where the tests in plain Node are to see all of a source. */
export const windowsOf = (source: string): readonly string[] =>
  words.find(([start]) => source.startsWith(start))?.[1] ?? [];
