import * as vscode from "vscode";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { dismissQuestion, questionOpenKey } from "../manifest/commandTable";

/** Keys that are pressed this soon after a question appears are meant for something else. */
const settlingMs = 500;

/** How long a question that something else displaced stays away. */
const awayMs = 1000;

/** An input that asks a question, and what happens to it. */
export interface ScreenInput {
  readonly input: vscode.QuickInput;
  /** Gives the input its content; called before each time that it appears. */
  readonly draw: () => void;
  /** Undoes what keys did that do not count. */
  readonly undo?: () => void;
  /** The person has just asked for this input, so that keys count at once the first time. */
  readonly isExpected?: boolean;
  /** The person pressed Escape. */
  readonly dismissed: () => void;
}

/** A question on the screen; it leaves when it is disposed. */
export interface ScreenQuestion extends Disposable {
  /** Whether keys count: not just after the question appears, and not just after text that is not an answer. */
  isSettled(): boolean;
  /** The person is typing text that is not an answer. */
  disturb(): void;
}

/**
 * Keeps a question on the screen until it is answered, dismissed or taken back. VS Code has one quick input, and anything that needs it
 * displaces what is there: the question then comes back after a second. VS Code reports Escape and displacement in the same way, so
 * Escape is a key binding of its own while a question is on the screen.
 */
export class QuestionScreen implements Disposable {
  private dismissShown: (() => void) | undefined;
  private readonly own = new DisposableStore();

  constructor(private readonly clock: Clock) {
    this.own.add(vscode.commands.registerCommand(dismissQuestion, () => this.dismiss()));
  }

  show({ input, draw, undo, isExpected = false, dismissed }: ScreenInput): ScreenQuestion {
    const own = new DisposableStore();
    let settledAt = 0;
    let timer: Disposable | undefined;
    const after = (ms: number, run: () => void) => {
      timer?.dispose();
      timer = this.clock.after(ms, run);
    };
    const isSettled = () => this.clock.now() >= settledAt;
    const disturb = () => {
      settledAt = this.clock.now() + settlingMs;
      after(settlingMs, () => undo?.());
    };
    const dismiss = () => {
      if (isSettled()) dismissed();
    };
    const appear = () => {
      draw();
      this.setShown(dismiss);
      input.show();
    };
    const disappear = () => {
      if (this.dismissShown === dismiss) this.setShown(undefined);
    };
    own.add({ dispose: () => timer?.dispose() });
    own.add({ dispose: disappear });
    own.add(
      input.onDidHide(() => {
        disappear();
        after(awayMs, () => {
          appear();
          disturb();
        });
      }),
    );
    appear();
    if (!isExpected) disturb();
    return { isSettled, disturb, dispose: () => own.dispose() };
  }

  dispose(): void {
    this.own.dispose();
    this.setShown(undefined);
  }

  private setShown(dismiss: (() => void) | undefined): void {
    this.dismissShown = dismiss;
    void vscode.commands.executeCommand("setContext", questionOpenKey, dismiss !== undefined);
  }

  /** Where the question left while the key was on its way, Escape closes what is there now. */
  private dismiss(): void {
    if (this.dismissShown) this.dismissShown();
    else void vscode.commands.executeCommand("workbench.action.closeQuickOpen");
  }
}
