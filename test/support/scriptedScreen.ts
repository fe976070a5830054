import assert from "node:assert/strict";
import type { FollowUp } from "../../src/editor/ui/followUp";
import type { Busy, Screen } from "../../src/editor/ui/screen";
import { ScriptedPerson } from "./scriptedPerson";

interface Notice {
  readonly text: string;
  readonly buttons: readonly FollowUp[];
  readonly isError: boolean;
  readonly isWarning?: boolean;
  readonly failed: (error: unknown) => void;
}

/** A screen whose person answers from a script, and which keeps what it showed. */
export class ScriptedScreen extends ScriptedPerson implements Screen {
  /** Notices without buttons. */
  readonly said: string[] = [];
  /** Notices with buttons, the oldest first. */
  readonly notices: Notice[] = [];
  /** Dialogs, as `QUESTION [BUTTON]`. */
  readonly dialogs: string[] = [];
  readonly copied: string[] = [];
  /** What was opened, as PATH:LINE:COLUMN, or the settings. */
  readonly opened: string[] = [];
  /** Commands of the editor, with their arguments. */
  readonly ran: (readonly unknown[])[] = [];
  /** Files with changes that are not saved. */
  readonly unsaved = new Set<string>();
  /** What the person says to dialogs. */
  agrees = true;

  /** What a notification said while something went on: its title, with its Cancel button if it has one, and what it reported. */
  readonly busyWith: string[] = [];
  /** How often the Servers view showed its bar. */
  viewWork = 0;
  /** Whether the person presses Cancel as soon as a notification has the button. */
  cancels = false;

  say(text: string): void {
    this.said.push(text);
  }

  async confirm(question: string, _detail: string, yes: string): Promise<boolean> {
    this.dialogs.push(`${question} [${yes}]`);
    return this.agrees;
  }

  async choose(question: string, _detail: string, buttons: readonly string[]): Promise<string | undefined> {
    this.dialogs.push(`${question} [${buttons.join(", ")}]`);
    return this.agrees ? buttons.at(-1) : undefined;
  }

  readonly follow: Screen["follow"] = (text, buttons, { isError = false, isWarning, failed }) => {
    this.notices.push({ text, buttons, isError, ...(isWarning && { isWarning }), failed });
  };

  async offer(text: string, button: string): Promise<boolean> {
    this.dialogs.push(`${text} [${button}]`);
    return this.agrees;
  }

  readonly notice: Screen["notice"] = ({ severity, message, buttons }, failed) => {
    const run = (command: string, args: readonly unknown[]) => () => this.run(command, ...args);
    const shown = buttons.map(({ label, command, args }) => ({ label, run: run(command, args) }));
    this.notices.push({ text: message, buttons: shown, isError: severity === "error", failed });
  };

  async busy<T>(title: string, work: (shown: Busy) => Promise<T>, canCancel = true): Promise<T> {
    this.busyWith.push(canCancel ? `${title} [Cancel]` : title);
    const say = (text: string) => void this.busyWith.push(text);
    const signal = this.cancels && canCancel ? AbortSignal.abort() : new AbortController().signal;
    return work({ signal, say, step: ({ progress }) => say(String(progress)) });
  }

  async inView(work: () => Promise<void>): Promise<void> {
    this.viewWork++;
    await work();
  }

  async browse(address: string): Promise<void> {
    this.opened.push(address);
  }

  /** Presses a button of the last notice. */
  async press(label: string): Promise<void> {
    const { buttons = [], failed = assert.fail } = this.notices.at(-1) ?? {};
    const button = buttons.find((one) => one.label === label) ?? assert.fail(`There is no button "${label}".`);
    await Promise.resolve(button.run()).catch(failed);
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

  done(text: string): void {
    this.said.push(text);
  }

  async run(command: string, ...args: readonly unknown[]): Promise<void> {
    this.ran.push([command, ...args]);
  }

  async openSettings(target: "user" | "workspace"): Promise<void> {
    this.opened.push(`the ${target} settings`);
  }
}
