import * as vscode from "vscode";
import type { PlannedServer, SettingsFileText } from "../../../core/config/changes/plannedChanges";
import { applyChange, type Following, type SecretChange } from "../../../core/config/editing/applyChange";
import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import { isFromWorkspace, type SettingsLocation, sameLocation } from "../../../core/config/schema/settingsLocation";
import { HubError } from "../../../core/kernel/hubError";
import { message } from "../../../protocol/message";
import { writtenSettings } from "../../settings/writtenSettings";
import { withViewProgress } from "../../ui/viewProgress";
import type { CommandPorts } from "../commandPorts";

/** What follows a change of an entry, beside the settings. */
export interface ChangeOptions {
  /** What a person is told when it is done. */
  readonly done: (planned: PlannedServer) => string;
  /** What is remembered for the server, and follows it. */
  readonly following?: (planned: PlannedServer) => readonly Following[];
  /** The server stays as well, with what is stored for it. */
  readonly keepsOld?: boolean;
  /** The keys of values in secret storage that are deleted. */
  readonly deleted?: readonly string[];
}

/** How often a change is planned again because the settings changed meanwhile. */
const attempts = 3;

/** Makes changes of entries, all of one or nothing, and offers to undo each. */
export class ServerChanges {
  constructor(private readonly ports: CommandPorts) {}

  /** The places where this window reads settings; in Restricted Mode, the person's own. */
  locations(): readonly SettingsLocation[] {
    return writtenSettings()
      .map(({ location }) => location)
      .filter((location) => vscode.workspace.isTrusted || !isFromWorkspace(location));
  }

  /** Plans a change of the settings as they are, makes it, and tells. A failure becomes one notification. */
  async make(
    server: ServerDefinition,
    plan: (files: readonly SettingsFileText[]) => PlannedServer,
    options: ChangeOptions,
  ): Promise<void> {
    await withViewProgress(this.ports.screen, server.id, this.ports.showFailure, async () => {
      for (let attempt = 1; attempt <= attempts; attempt++) {
        const loaded = await this.load();
        const planned = plan(loaded.map(({ file }) => file));
        const applied = await applyChange(
          {
            secrets: await this.secretsOf(planned, options),
            following: options.following?.(planned) ?? [],
            write: () =>
              this.ports.imports.texts.write(
                planned.files.flatMap(({ location, after }) => {
                  const before = loaded.find(({ file }) => sameLocation(file.location, location))?.before;
                  return before ? [{ location, before, after }] : [];
                }),
              ),
          },
          this.ports.secrets,
        );
        if (applied === "changed") continue;
        const undo = {
          label: message("manage.undo", "Undo"),
          run: async () => this.tell((await applied.undo()) === "undone" ? undoneText() : notUndoneText()),
        };
        this.ports.screen.follow(options.done(planned), [undo], { failed: (error) => this.ports.showFailure(error) });
        return;
      }
      throw new HubError(
        "bad-config",
        message("manage.keepsChanging", "The settings were not changed: they keep changing. Try again."),
      );
    });
  }

  private async load() {
    const { texts } = this.ports.imports;
    return Promise.all(
      this.locations().map(async (location) => {
        const before = await texts.load(location);
        return { before, file: { location, text: before.text, prefix: before.prefix } };
      }),
    );
  }

  private async secretsOf(
    { carried, lifted }: PlannedServer,
    options: ChangeOptions,
  ): Promise<readonly SecretChange[]> {
    const changes: SecretChange[] = [...lifted];
    for (const { from, to } of carried) {
      const value = await this.ports.secrets.get(from);
      if (value === undefined) continue;
      changes.push({ key: to, value });
      if (!options.keepsOld) changes.push({ key: from, value: undefined });
    }
    return [...changes, ...(options.deleted ?? []).map((key) => ({ key, value: undefined }))];
  }

  private tell(text: string): void {
    this.ports.screen.follow(text, [], { failed: (error) => this.ports.showFailure(error) });
  }
}

const undoneText = () => message("manage.undone", "The settings are as they were.");

const notUndoneText = () =>
  message("manage.notUndone", "The change was not undone: the settings have changed since. Undo it in the settings.");
