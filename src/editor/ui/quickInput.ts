import * as vscode from "vscode";
import type { Reply } from "../../core/forms/fillForm";
import { DisposableStore } from "../../core/kernel/disposable";
import { noticeText } from "./plainText";

/** What every question of a wizard has. */
export interface InputStep {
  readonly title: string;
  readonly step?: number;
  readonly totalSteps?: number;
  readonly placeholder?: string;
  /** Shows a Skip button. */
  readonly canSkip?: boolean;
  /** Takes the question back: it is closed, and counts as cancelled. */
  readonly signal?: AbortSignal | undefined;
}

export interface TextInputStep extends InputStep {
  /** May hold text of others. */
  readonly prompt: string;
  readonly value: string;
  /** What is wrong with the text, looked at when the person presses Enter. */
  readonly check: (text: string) => string | undefined;
}

export interface ChoiceItem<T> extends vscode.QuickPickItem {
  readonly value: T;
}

const skip: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon("debug-step-over"), tooltip: "Skip" };

/** Asks for one line of text. Escape cancels. */
export function askText(step: TextInputStep): Promise<Reply<string>> {
  const input = vscode.window.createInputBox();
  input.value = step.value;
  input.prompt = noticeText(step.prompt);
  return showInput(input, step, (own, settle) => {
    own.add(
      input.onDidAccept(() => {
        const problem = step.check(input.value);
        if (problem === undefined) settle({ kind: "value", value: input.value });
        else input.validationMessage = noticeText(problem);
      }),
    );
    own.add(
      input.onDidChangeValue(() => {
        input.validationMessage = undefined;
      }),
    );
  });
}

/** Asks for one item of a list. */
export function askChoice<T>(step: InputStep, items: readonly ChoiceItem<T>[], active?: T): Promise<Reply<T>> {
  const pick = listOf(step, items);
  const first = items.find(({ value }) => active !== undefined && value === active);
  if (first) pick.activeItems = [first];
  return showInput(pick, step, (own, settle) => {
    own.add(
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item && "value" in item) settle({ kind: "value", value: item.value });
      }),
    );
  });
}

/** Asks for any items of a list. */
export function askChoices<T>(
  step: InputStep & { readonly check?: (values: readonly T[]) => string | undefined },
  items: readonly ChoiceItem<T>[],
  chosen: readonly ChoiceItem<T>[],
): Promise<Reply<readonly T[]>> {
  const pick = listOf(step, items);
  pick.canSelectMany = true;
  pick.selectedItems = chosen;
  const title = step.title;
  return showInput(pick, step, (own, settle) => {
    own.add(
      pick.onDidAccept(() => {
        const values = pick.selectedItems.map(({ value }) => value);
        const problem = step.check?.(values);
        if (problem === undefined) settle({ kind: "value", value: values });
        else pick.title = `${title}: ${noticeText(problem)}`; // a list has no place for a validation message
      }),
    );
  });
}

function listOf<T>(step: InputStep, items: readonly ChoiceItem<T>[]): vscode.QuickPick<ChoiceItem<T>> {
  const pick = vscode.window.createQuickPick<ChoiceItem<T>>();
  pick.items = items;
  pick.placeholder = step.placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  return pick;
}

/** Shows an input with what every question has, and lets go of it when it is settled. */
export function showInput<T>(
  input: vscode.QuickInput & Pick<vscode.InputBox, "buttons" | "onDidTriggerButton" | "placeholder">,
  step: InputStep,
  listen: (own: DisposableStore, settle: (reply: Reply<T>) => void) => void,
): Promise<Reply<T>> {
  const own = new DisposableStore();
  own.add(input);
  input.title = noticeText(step.title, 120);
  input.step = step.step;
  input.totalSteps = step.totalSteps;
  input.placeholder = step.placeholder;
  input.ignoreFocusOut = true; // a look at a file for the right value must not lose the answers
  const back = (step.step ?? 1) > 1 ? [vscode.QuickInputButtons.Back] : [];
  input.buttons = [...back, ...(step.canSkip ? [skip] : [])];

  return new Promise<Reply<T>>((resolve) => {
    const settle = (reply: Reply<T>) => {
      resolve(reply); // the first answer counts; hiding below says "cancel" after it
      input.hide();
    };
    own.add(input.onDidTriggerButton((button) => settle({ kind: button === skip ? "skip" : "back" })));
    own.add(input.onDidHide(() => settle({ kind: "cancel" })));
    listen(own, settle);
    const takeBack = () => settle({ kind: "cancel" });
    step.signal?.addEventListener("abort", takeBack, { once: true });
    own.add({ dispose: () => step.signal?.removeEventListener("abort", takeBack) });
    if (step.signal?.aborted) return takeBack();
    input.show();
  }).finally(() => own.dispose());
}
