import * as vscode from "vscode";
import type { AppFiles } from "../../core/apps/use/appFilePorts";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { currentRules } from "../commands/import/currentRules";
import type { ImportCommandPorts } from "../commands/import/importWalk";
import { appSystem } from "../settings/appSystem";
import { createQuickFixes } from "../settings/diagnostics/quickFixes";
import type { Secrets } from "../settings/secrets";
import { variableContext } from "../settings/variableContext";
import { AppDiagnostics } from "./appDiagnostics";
import { ConfigDocuments } from "./configDocuments";
import { EntryHoverProvider } from "./entryHoverProvider";
import { EntryLensProvider } from "./entryLensProvider";
import { knownNames } from "./knownNames";
import { VariableCompletion } from "./variableCompletion";

export interface ConfigFileParts {
  /** The extension's global storage. */
  readonly storage: vscode.Uri;
  readonly files: Pick<AppFiles, "load" | "read">;
  readonly imports: Pick<ImportCommandPorts, "current" | "origins">;
  readonly stream: EventStream;
  readonly hub: Pick<Hub, "catalog">;
  readonly secrets: Pick<Secrets, "get" | "list">;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** What a person sees inside of files with servers: lenses, hovers, variables, and what is wrong in files of other apps. */
export function createConfigFiles(parts: ConfigFileParts): Disposable {
  const { storage, files, imports, stream, hub, secrets, clock, report } = parts;
  const store = new DisposableStore();
  const documents = new ConfigDocuments(storage, appSystem, files);
  const definitions = () => imports.current().definitions;
  const rules = () => currentRules(imports, appSystem());
  const lenses = store.add(new EntryLensProvider({ documents, stream, definitions, rules, clock }));
  const hovers = new EntryHoverProvider({
    ...{ documents, stream, hub, definitions, rules },
    system: appSystem,
    context: variableContext,
    isStored: async (key) => (await secrets.get(key)) !== undefined,
  });
  const completion = new VariableCompletion(documents, () =>
    knownNames(definitions(), {
      stored: secrets.list().map(({ name }) => name),
      folders: (vscode.workspace.workspaceFolders ?? []).map(({ name }) => name),
      env: Object.keys(process.env),
    }),
  );
  const problems = store.add(new AppDiagnostics(documents, files, report));
  const register = async () => {
    const { languages } = vscode;
    const selector = await documents.selector();
    store.add(languages.registerCodeLensProvider(selector, lenses));
    store.add(languages.registerHoverProvider(selector, hovers));
    store.add(languages.registerCompletionItemProvider(selector, completion, "$", "{", ":"));
    store.add(createQuickFixes(problems, selector));
  };
  register().catch(report);
  return store;
}
