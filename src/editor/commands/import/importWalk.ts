import { applyImport } from "../../../core/apps/import/applyImport";
import type { Candidate } from "../../../core/apps/import/candidate";
import type { Origins } from "../../../core/apps/import/origins";
import { changedServer, type PlannedImport, plannedImport } from "../../../core/apps/import/plannedImport";
import type { AppFiles } from "../../../core/apps/use/appFilePorts";
import type { AppliedChange } from "../../../core/config/editing/applyChange";
import type { Configuration } from "../../../core/config/reading/configuration";
import type { ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import { askSettingsTarget } from "../../settings/addServer";
import type { SettingsTarget } from "../../settings/settingsWriter";
import type { SettingsText, SettingsTexts } from "../../settings/whole/settingsTexts";
import type { FollowUp } from "../../ui/followUp";
import type { ChoiceItem, InputStep } from "../../ui/quickInput";
import type { CommandPorts } from "../commandPorts";
import type { ImportEditor } from "./importEditor";
import { hiddenRow, importedText } from "./importText";
import { type Added, type Choices, pickCandidates } from "./pickCandidates";
import { textRows } from "./textRows";

/** What the import needs beside what the other commands do. */
export interface ImportCommandPorts {
  readonly files: Pick<AppFiles, "load">;
  readonly origins: Origins;
  readonly texts: SettingsTexts;
  /** The settings as they are now. */
  readonly current: () => Configuration;
}

type WalkPorts = Pick<
  CommandPorts,
  "imports" | "choice" | "stream" | "secrets" | "apps" | "tree" | "screen" | "showFailure"
>;
type Location = { readonly scope: "user" | "workspace"; readonly source?: string };
type Answer = "apply" | "off" | "back" | "cancel";

/** What a person is shown with the change. */
interface Shown {
  readonly step: InputStep;
  readonly hasChanged: boolean;
  readonly canBeOff: boolean;
  readonly added: Added | undefined;
  /** Which tools are turned off: the settings do not say it. */
  readonly hidden: readonly string[];
}

/** Shows servers with what the hub can do with each, asks where to, shows the change of the settings, and makes it. */
export class ImportWalk {
  private last: AppliedChange | undefined;

  constructor(
    private readonly ports: WalkPorts,
    private readonly editor: ImportEditor,
  ) {}

  /** "back": the person left by Back what was the first question here. */
  async run(choices: Choices): Promise<"done" | "back"> {
    const hasTarget = this.editor.hasWorkspace();
    const earlier = choices.added?.steps ?? 1;
    const totalSteps = earlier + (hasTarget ? 2 : 1);
    const { title } = choices;
    let chosen: readonly Candidate[] | undefined = choices.only;
    let target: SettingsTarget = "user";
    for (let step = chosen ? 2 : 1; ; ) {
      if (step === 1 || !chosen) {
        const reply = await pickCandidates(
          this.ports.screen,
          { ...choices, totalSteps, chosen },
          this.ports.apps.system(),
          (row) => void this.editor.open(row).catch((error) => this.ports.showFailure(error)),
        );
        if (reply.kind !== "value") return "done";
        const { servers, followed } = reply.value;
        if (followed.length > 0) await this.editor.follow(followed);
        if (servers.length === 0) return "done";
        chosen = servers;
        step = 2;
      }
      if (step === 2 && hasTarget) {
        const placeholder = message("import.target", "Which settings get the servers?");
        const reply = await askSettingsTarget(
          this.ports.screen,
          { title, placeholder, step: earlier + 1, totalSteps },
          target,
        );
        if (reply.kind === "back" && !choices.only) step = 1;
        else if (reply.kind !== "value") return reply.kind === "back" ? "back" : "done";
        else target = reply.value;
        if (step === 1) continue;
      }
      const answer = await this.preview(chosen, target, { title, step: totalSteps, totalSteps }, choices.added);
      if (answer === "done" || (choices.only && !hasTarget)) return answer;
      step = hasTarget ? 2 : 1;
    }
  }

  /** Puts back what was before the last import of this window. */
  async undo(): Promise<void> {
    const { last } = this;
    if (!last) {
      const none = message("import.nothingToUndo", "Nothing was imported in this window.");
      this.ports.screen.say(none);
      return;
    }
    if ((await last.undo()) === "changed") {
      const text = message(
        "import.notUndone",
        "The import was not undone: the settings have changed since. Remove the servers in the servers view instead.",
      );
      return this.follow(text, [this.showServers()], true);
    }
    this.last = undefined;
    this.follow(message("import.undone", "The settings are as they were, and the stored secrets are gone."), []);
  }

  /** Shows the change, asks, and makes it: as often as the settings change meanwhile. */
  private async preview(
    chosen: readonly Candidate[],
    target: SettingsTarget,
    step: InputStep,
    added?: Added,
  ): Promise<"done" | "back"> {
    const { imports, choice, stream } = this.ports;
    const isThere = (server: ServerId) => stream.view.servers.some(({ id }) => id === server);
    const location = this.locationOf(target);
    for (let hasChanged = false; ; hasChanged = true) {
      const before = await imports.texts.load(location);
      const plan = (isOff: boolean) => plannedImport(chosen, { location, ...before }, isOff);
      const planned = plan(false);
      if (planned.kind === "refused") {
        this.follow(planned.reason, [this.openSettings(target)], true);
        return "done";
      }
      const canBeOff = chosen.some((candidate) => !changedServer(candidate, location) && !candidate.entry.isOff);
      const answer = await this.ask(before, planned.after, target, {
        ...{ step, hasChanged, canBeOff, added },
        hidden: chosen.flatMap(hiddenRow),
      });
      if (answer === "back") return "back";
      if (answer === "cancel") return "done";
      const final: PlannedImport = answer === "off" ? plan(true) : planned;
      if (final.kind === "refused") throw new Error(final.reason);
      const applied = await applyImport(final, {
        secrets: this.ports.secrets,
        origins: imports.origins,
        hide: (hidden) => choice.hide(hidden, target === "user" ? "everywhere" : "workspace", isThere),
        write: (after) => imports.texts.write([{ location, before, after }]),
      });
      if (applied === "changed") continue;
      this.last = applied;
      const undo = { label: message("import.undo", "Undo Import"), run: () => this.undo() };
      this.follow(importedText(final.servers, final.secrets.length, added !== undefined), [undo, this.showServers()]);
      return "done";
    }
  }

  private async ask(
    before: SettingsText,
    after: string,
    target: SettingsTarget,
    { step, hasChanged, canBeOff, added, hidden }: Shown,
  ): Promise<Answer> {
    const name =
      target === "user"
        ? message("import.userSettings", "the user settings")
        : message("import.workspaceSettings", "the workspace settings");
    const title = message("import.comparison", "{settings}: now and with the servers", { settings: name });
    const comparison = await this.ports.apps.proposals.compare("/settings.json", before.text, after, title);
    try {
      const placeholder = hasChanged
        ? message(
            "import.changedMeanwhile",
            "The settings have changed since they were shown. This is the change to them now.",
          )
        : message("import.compare", "Look at the change, then choose");
      const off = {
        label: message("import.applyOff", "Apply, Switched Off"),
        description: message("import.applyOffDetail", "nothing starts until you enable it"),
        value: "off" as const,
      };
      const items: readonly ChoiceItem<Answer | "look">[] = [
        ...textRows([...(added ? [added.runs, ...added.notes] : []), ...hidden]),
        {
          label: message("import.apply", "Apply"),
          description:
            target === "user"
              ? message("import.applyUser", "the servers start")
              : message("import.applyWorkspace", "the servers start once you allow them"),
          value: "apply",
        },
        ...(canBeOff ? [off] : []),
        { label: message("apps.cancel", "Cancel"), value: "cancel" },
      ];
      for (;;) {
        const reply = await this.ports.screen.choice({ ...step, placeholder }, items, "apply");
        if (reply.kind === "back") return "back";
        if (reply.kind !== "value") return "cancel";
        if (reply.value !== "look") return reply.value;
      }
    } finally {
      comparison.dispose();
    }
  }

  private follow(text: string, buttons: readonly FollowUp[], isError = false): void {
    this.ports.screen.follow(text, buttons, { isError, failed: (error) => this.ports.showFailure(error) });
  }

  private showServers(): FollowUp {
    return { label: message("import.showServers", "Show Servers"), run: () => this.ports.tree.focus() };
  }

  private openSettings(target: SettingsTarget): FollowUp {
    return { label: message("apps.openFile", "Open File"), run: () => this.ports.screen.openSettings(target) };
  }

  private locationOf(target: SettingsTarget): Location {
    const workspace = target === "workspace" ? this.editor.workspace() : undefined;
    if (!workspace) return { scope: "user" };
    const { source } = workspace;
    return { scope: "workspace", ...(source !== undefined && { source }) };
  }
}
