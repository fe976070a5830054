import * as vscode from "vscode";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { message } from "../../protocol/message";
import { dismissQuestion, questionOpenKey } from "../manifest/commandTable";
import { hearsEscape } from "./escapeKey";
import { type PersonInputs, personInputs } from "./personInputs";

/** Keys that are pressed this soon after a question appears are meant for something else. */
const settlingMs = 500;

/**
 * How long a question stays away that something of the editor displaced, such as the Command Palette: nothing tells whether the person is
 * still typing there, so each time that it is displaced again it stays away twice as long.
 */
const awayMs = { first: 5000, most: 60_000 };

/** How long a question waits after an input of the hub itself has closed: the next step of a form comes within moments. */
const betweenStepsMs = 500;

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
 * displaces what is there: a question that was displaced comes back later. It never takes the place of a form of the hub that the person
 * fills in, but waits for its end. VS Code reports Escape and displacement in the same way, so
 * Escape is a key binding of its own while a question is on the screen. Where VS Code is too old for that, a question comes back once after
 * either, and is dismissed the second time.
 */
export class QuestionScreen implements Disposable {
  private dismissShown: (() => void) | undefined;
  private readonly own = new DisposableStore();

  constructor(
    private readonly clock: Clock,
    private readonly inputs: PersonInputs = personInputs,
  ) {
    this.own.add(vscode.commands.registerCommand(dismissQuestion, () => this.dismiss()));
  }

  show({ input, draw, undo, isExpected = false, dismissed }: ScreenInput): ScreenQuestion {
    const own = new DisposableStore();
    let settledAt = 0;
    let timer: Disposable | undefined;
    let held: Disposable | undefined;
    let away = awayMs.first;
    /** Whether Escape is nothing but one more way to hide it, in an old VS Code. */
    const isUnheard = !hearsEscape(vscode.version);
    /** Whether it is dismissed the next time that it is hidden: the person asked for it, or it says so. */
    let isLast = isUnheard && isExpected;
    let title = "";
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
      if (isLast && !isExpected)
        input.title = message("questions.escapeAgain", "{title} (press Escape again to close)", { title });
      else title = input.title ?? "";
      this.setShown(dismiss);
      input.show();
    };
    /** Appears at once, or when the person is done with what they have open. `expected`: keys count at once. */
    const appearWhenFree = (expected: boolean) => {
      held?.dispose();
      held = undefined;
      if (this.inputs.isOpen) {
        const notice = vscode.window.setStatusBarMessage(
          `$(question) ${message("questions.waits", "MCP Hub: a question waits")}`,
        );
        const closed = this.inputs.whenClosed(() => after(betweenStepsMs, () => appearWhenFree(false)));
        held = {
          dispose: () => {
            notice.dispose();
            closed.dispose();
          },
        };
        return;
      }
      appear();
      if (!expected) disturb();
    };
    const disappear = () => {
      if (this.dismissShown === dismiss) this.setShown(undefined);
    };
    own.add({ dispose: () => timer?.dispose() });
    own.add({ dispose: disappear });
    own.add(
      input.onDidHide(() => {
        disappear();
        if (this.inputs.isOpen) return appearWhenFree(false);
        if (isLast && isSettled()) return dismissed();
        isLast = isUnheard;
        after(away, () => appearWhenFree(false));
        away = Math.min(awayMs.most, away * 2);
      }),
    );
    own.add({ dispose: () => held?.dispose() });
    appearWhenFree(isExpected);
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
