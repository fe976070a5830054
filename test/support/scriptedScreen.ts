import assert from "node:assert/strict";
import type { FollowUp } from "../../src/editor/ui/followUp";
import type { Screen } from "../../src/editor/ui/screen";
import { ScriptedPerson } from "./scriptedPerson";

/** A screen whose person answers from a script, and which keeps what it showed. */
export class ScriptedScreen extends ScriptedPerson implements Screen {
  /** Notices without buttons. */
  readonly said: string[] = [];
  /** Notices with buttons, the oldest first. */
  readonly notices: { readonly text: string; readonly buttons: readonly FollowUp[]; readonly isError: boolean }[] = [];
  /** Dialogs, as `QUESTION [BUTTON]`. */
  readonly dialogs: string[] = [];
  readonly copied: string[] = [];
  /** What was opened, as PATH:LINE:COLUMN, or the settings. */
  readonly opened: string[] = [];
  /** Files with changes that are not saved. */
  readonly unsaved = new Set<string>();
  /** What the person says to dialogs. */
  agrees = true;

  say(text: string): void {
    this.said.push(text);
  }

  async confirm(question: string, _detail: string, yes: string): Promise<boolean> {
    this.dialogs.push(`${question} [${yes}]`);
    return this.agrees;
  }

  readonly follow: Screen["follow"] = (text, buttons, { isError = false }) => {
    this.notices.push({ text, buttons, isError });
  };

  /** Presses a button of the last notice. */
  async press(label: string): Promise<void> {
    const button = this.notices.at(-1)?.buttons.find((one) => one.label === label);
    await (button ?? assert.fail(`There is no button "${label}".`)).run();
  }

  async copy(text: string): Promise<void> {
    this.copied.push(text);
  }

  isUnsaved(path: string): boolean {
    return this.unsaved.has(path);
  }

  async openFile(path: string, line?: number, column?: number): Promise<void> {
    this.opened.push(line === undefined ? path : `${path}:${line}:${column ?? 1}`);
  }

  async openSettings(target: "user" | "workspace"): Promise<void> {
    this.opened.push(`the ${target} settings`);
  }
}
