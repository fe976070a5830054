import * as vscode from "vscode";
import { formats } from "../../core/apps/editing/formats";
import { candidates, type ImportRules } from "../../core/apps/import/candidates";
import { readAppFile } from "../../core/apps/reading/readAppFile";
import { jsonLocation, type TextRange } from "../../core/config/editing/jsonLocation";
import { settingsEntries } from "../../core/config/editing/settingsEntries";
import type { ServerDefinition } from "../../core/config/schema/serverDefinition";
import type { EventStream } from "../../core/hub/eventStream";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { rangeOf } from "../settings/diagnostics/placedDiagnostic";
import { createBatcher } from "../ui/batcher";
import type { ConfigDocuments } from "./configDocuments";
import { type EntryLens, importLenses, overriddenLenses, ownerOf, serverLenses } from "./entryLenses";

export interface EntryLensParts {
  readonly documents: ConfigDocuments;
  readonly stream: EventStream;
  readonly definitions: () => readonly ServerDefinition[];
  readonly rules: () => ImportRules;
  readonly clock: Clock;
}

/** Events within this time change the lenses once. */
const refreshMs = 200;

/** Events that change what a lens says. */
const shown: ReadonlySet<string> = new Set([
  "config.read",
  "server.added",
  "server.removed",
  "server.state",
  "server.catalog",
]);

/** Shows above each entry what its server does, or what the hub can do with it. VS Code's own setting `editor.codeLens` turns it off. */
export class EntryLensProvider implements vscode.CodeLensProvider, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly parts: EntryLensParts) {
    const { stream, clock } = parts;
    const changes = this.store.add(createBatcher<string>(clock, refreshMs, () => this.changed.fire()));
    this.store.add(stream.onEvent(({ type }) => shown.has(type) && changes.add(type)));
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const text = document.getText();
    const [ofSettings, ofApps] = await Promise.all([
      this.parts.documents.settingsOf(document),
      this.parts.documents.placesOf(document),
    ]);
    const { view } = this.parts.stream;
    const lenses: vscode.CodeLens[] = [];
    if (ofSettings)
      for (const { name, path } of settingsEntries(text, ofSettings.prefix)) {
        const owner = ownerOf(name, ofSettings.location, this.parts.definitions());
        const server = view.servers.find(({ id }) => id === owner?.definition.id);
        if (owner?.isOverridden) lenses.push(...drawn(overriddenLenses(owner.definition), jsonLocation(text, path)));
        else if (server) lenses.push(...drawn(serverLenses(server), jsonLocation(text, path)));
      }
    const sources = ofApps.map(({ app, file }) => ({ app, file, read: readAppFile(file, text) }));
    for (const candidate of candidates(sources, this.parts.rules())) {
      const { format } = candidate.source.file.shape;
      lenses.push(...drawn(importLenses(candidate), formats[format].locate(text, candidate.entry.path)));
    }
    return lenses;
  }

  dispose(): void {
    this.store.dispose();
  }
}

const drawn = (lenses: readonly EntryLens[], place: TextRange | undefined): vscode.CodeLens[] =>
  place
    ? lenses.map(
        ({ title, command = "", argument }) =>
          new vscode.CodeLens(rangeOf(place), {
            title,
            command,
            ...(argument !== undefined && { arguments: [argument] }),
          }),
      )
    : [];
