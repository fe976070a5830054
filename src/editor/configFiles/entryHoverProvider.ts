import * as vscode from "vscode";
import type { AppPlace } from "../../core/apps/appFiles";
import { formats } from "../../core/apps/editing/formats";
import type { Candidate } from "../../core/apps/import/candidate";
import { candidates, type ImportRules } from "../../core/apps/import/candidates";
import { readAppFile } from "../../core/apps/reading/readAppFile";
import type { System } from "../../core/apps/system";
import { type ServerDefinition, writtenEntry } from "../../core/config/schema/serverDefinition";
import { secretKey } from "../../core/config/secrets/secretKey";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { VariableContext } from "../../core/kernel/ports";
import { rangeOf } from "../settings/diagnostics/placedDiagnostic";
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
    const found = cursor && (await this.ofCursor(cursor, settings, text, offset));
    if (!found) return this.ofLine(places, text, position);
    const range = new vscode.Range(document.positionAt(found.from), document.positionAt(found.to));
    return new vscode.Hover(markdown(found.says), range);
  }

  /** What is said of a key or of a variable in a text, and of which part of the file. */
  private async ofCursor(
    cursor: EntryCursor,
    settings: SettingsDocument | undefined,
    text: string,
    offset: number,
  ): Promise<{ readonly says: Tooltip; readonly from: number; readonly to: number } | undefined> {
    const { from, to } = cursor;
    if (cursor.isKey) {
      const says = cursor.inside.length === 0 ? this.ofEntry(cursor, settings, text) : ofKey(cursor);
      return says && { says, from, to };
    }
    const found = variableAt(cursor.written, offset - from, cursor.syntax);
    if (!found) return undefined;
    const says: Tooltip = [found.text, await this.meaning(found.variable, cursor, settings)];
    return { says, from: from + found.from, to: from + found.to };
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
    const { stream, hub, definitions, system } = this.parts;
    if (place) {
      const pointer = JSON.stringify(path);
      const found = this.candidatesIn([place], text).find((one) => JSON.stringify(one.entry.path) === pointer);
      return found && candidateHover(found, system());
    }
    const owner = settings && ownerOf(String(entry), settings.location, definitions());
    const server = stream.view.servers.find(({ id }) => id === owner?.definition.id);
    if (!owner || !server) return undefined;
    const tools = hub.catalog(server.id).tools.map(({ name }) => name);
    return serverHover(server, tools, writtenEntry(owner.definition)?.description);
  }

  /** In TOML and YAML, the line that begins an entry stands for its name, too. */
  private ofLine(places: readonly AppPlace[], text: string, position: vscode.Position): vscode.Hover | undefined {
    const others = places.filter(({ file }) => file.shape.format !== "jsonc");
    for (const candidate of this.candidatesIn(others, text)) {
      const place = formats[candidate.source.file.shape.format].locate(text, candidate.entry.path);
      if (place && rangeOf(place).contains(position))
        return new vscode.Hover(markdown(candidateHover(candidate, this.parts.system())), rangeOf(place));
    }
    return undefined;
  }

  private candidatesIn(places: readonly AppPlace[], text: string): readonly Candidate[] {
    const sources = places.map(({ app, file }) => ({ app, file, read: readAppFile(file, text) }));
    return candidates(sources, this.parts.rules());
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
