import type * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../../core/kernel/disposable";
import type { Secrets } from "../secrets";
import type { WatchedSettings } from "../watchedSettings";
import { installedVersion } from "./installedVersion";
import { missingValues } from "./missingValues";
import { packageHints } from "./packageHints";
import { createQuickFixes, settingsFiles } from "./quickFixes";
import { secretHints } from "./secretHints";
import { SettingsDiagnostics } from "./settingsDiagnostics";

/** Shows what is wrong in the settings and what could be better, with what mends it. */
export function createSettingsProblems(
  settings: WatchedSettings,
  storage: vscode.Uri,
  secrets: Pick<Secrets, "get" | "onChange">,
  report: (error: unknown) => void,
): Disposable {
  const store = new DisposableStore();
  const installed = installedVersion();
  const look = {
    isStored: async (key: string) => (await secrets.get(key)) !== undefined,
    isSet: (variable: string) => process.env[variable] !== undefined,
  };
  const diagnostics = store.add(
    new SettingsDiagnostics(settings, storage, report, async (definitions) => [
      ...secretHints(definitions),
      ...(await packageHints(definitions, installed)),
      ...(await missingValues(definitions, look)),
    ]),
  );
  store.add(secrets.onChange(diagnostics.refresh));
  store.add(createQuickFixes(diagnostics, settingsFiles));
  return store;
}
