import * as vscode from "vscode";
import { candidates, type ImportRules } from "../../core/apps/import/candidates";
import { readAppFile } from "../../core/apps/reading/readAppFile";
import type { System } from "../../core/apps/system";
import { type ServerDefinition, writtenEntry } from "../../core/config/schema/serverDefinition";
import { secretKey } from "../../core/config/secrets/secretKey";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { VariableContext } from "../../core/kernel/ports";
import type { Tooltip } from "../tree/tooltipParts";
import { markdown } from "../tree/treeItem";
import type { ConfigDocuments, SettingsDocument } from "./configDocuments";
import { type EntryCursor, entryCursor } from "./entryCursor";
import { candidateHover, keyMeaning, serverHover } from "./entryHover";
import { ownerOf } from "./entryLenses";
import { variableAt, variableMeaning } from "./variableMeaning";

export interface EntryHoverParts {
  readonly documents: ConfigDocuments;
  readonly stream: EventStream;
  readonly hub: Pick<Hub, "catalog">;
  readonly definitions: () => readonly ServerDefinition[];
  readonly rules: () => ImportRules;
  readonly system: () => System;
  readonly context: VariableContext;
  readonly isStored: (key: string) => Promise<boolean>;
}

/** Says what the name, a key, or a variable of an entry means. */
export class EntryHoverProvider implements vscode.HoverProvider {
  constructor(private readonly parts: EntryHoverParts) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const { documents } = this.parts;
    const text = document.getText();
    const offset = document.offsetAt(position);
    const [settings, places] = await Promise.all([documents.settingsOf(document), documents.placesOf(document)]);
    const cursor = entryCursor(text, offset, { prefix: settings?.prefix, places });
    if (!cursor) return undefined;
    const at = (from: number, to: number) => new vscode.Range(document.positionAt(from), document.positionAt(to));
    if (!cursor.isKey) {
      const found = variableAt(cursor.written, offset - cursor.from, cursor.syntax);
      if (!found) return undefined;
      const says = await this.meaning(found.variable, cursor, settings);
      return new vscode.Hover(markdown([found.text, says]), at(cursor.from + found.from, cursor.from + found.to));
    }
    const says = cursor.inside.length === 0 ? this.ofEntry(cursor, settings, text) : ofKey(cursor);
    return says && new vscode.Hover(markdown(says), at(cursor.from, cursor.to));
  }

  private async meaning(
    variable: Parameters<typeof variableMeaning>[0],
    { entry }: EntryCursor,
    settings: SettingsDocument | undefined,
  ): Promise<string> {
    const { context, definitions, isStored } = this.parts;
    const owner = settings && ownerOf(String(entry), settings.location, definitions());
    const isKept =
      owner && (variable.kind === "input" || variable.kind === "secret")
        ? await isStored(secretKey(owner.definition, variable.name))
        : undefined;
    return variableMeaning(variable, { context, source: owner?.definition.source, isStored: isKept });
  }

  private ofEntry({ entry, path, place }: EntryCursor, settings: SettingsDocument | undefined, text: string) {
    const { stream, hub, definitions, rules, system } = this.parts;
    if (place) {
      const sources = [{ app: place.app, file: place.file, read: readAppFile(place.file, text) }];
      const pointer = JSON.stringify(path);
      const found = candidates(sources, rules()).find((one) => JSON.stringify(one.entry.path) === pointer);
      return found && candidateHover(found, system());
    }
    const owner = settings && ownerOf(String(entry), settings.location, definitions());
    const server = stream.view.servers.find(({ id }) => id === owner?.definition.id);
    if (!owner || !server) return undefined;
    const tools = hub.catalog(server.id).tools.map(({ name }) => name);
    return serverHover(server, tools, writtenEntry(owner.definition)?.description);
  }
}

/** VS Code itself explains the keys of the settings and of its `mcp.json`. */
function ofKey({ inside, place }: EntryCursor): Tooltip | undefined {
  const [key] = inside;
  if (!place || inside.length !== 1 || typeof key !== "string" || /[\\/]mcp\.json$/.test(place.file.path))
    return undefined;
  const says = keyMeaning(key);
  return says === undefined ? undefined : [key, says];
}
