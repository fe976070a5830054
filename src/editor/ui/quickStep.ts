import * as vscode from "vscode";
import type { Reply } from "../../core/forms/fillForm";
import { DisposableStore } from "../../core/kernel/disposable";
import { noticeText } from "./plainText";
import type { QuestionScreen, ScreenQuestion } from "./questionScreen";

/** What every question of a wizard has. */
export interface Step {
  readonly title: string;
  readonly step?: number;
  readonly totalSteps?: number;
  readonly placeholder?: string;
  /** Shows a Skip button. */
  readonly canSkip?: boolean;
  /** Takes the question back: it is closed, and counts as cancelled. */
  readonly signal?: AbortSignal | undefined;
  /** Keeps the input on the screen; without it, an input that something else displaces counts as cancelled. */
  readonly screen?: QuestionScreen | undefined;
}

export interface TextStep extends Step {
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
export function askText(step: TextStep): Promise<Reply<string>> {
  const input = vscode.window.createInputBox();
  input.value = step.value;
  input.prompt = noticeText(step.prompt);
  return prepared(input, step, (own, settle) => {
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
export function askChoice<T>(step: Step, items: readonly ChoiceItem<T>[], active?: T): Promise<Reply<T>> {
  const pick = listOf(step, items);
  const first = items.find(({ value }) => active !== undefined && value === active);
  if (first) pick.activeItems = [first];
  return prepared(pick, step, (own, settle) => {
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
  step: Step & { readonly check?: (values: readonly T[]) => string | undefined },
  items: readonly ChoiceItem<T>[],
  chosen: readonly ChoiceItem<T>[],
): Promise<Reply<readonly T[]>> {
  const pick = listOf(step, items);
  pick.canSelectMany = true;
  pick.selectedItems = chosen;
  const title = step.title;
  return prepared(pick, step, (own, settle) => {
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

function listOf<T>(step: Step, items: readonly ChoiceItem<T>[]): vscode.QuickPick<ChoiceItem<T>> {
  const pick = vscode.window.createQuickPick<ChoiceItem<T>>();
  pick.items = items;
  pick.placeholder = step.placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  return pick;
}

/** Shows an input with what every question has, and lets go of it when it is settled. */
export function prepared<T>(
  input: vscode.QuickInput & Pick<vscode.InputBox, "buttons" | "onDidTriggerButton" | "placeholder">,
  step: Step,
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
    let question: ScreenQuestion | undefined;
    const answer = (reply: Reply<T>) => {
      if (question?.isSettled() ?? true) settle(reply);
    };
    own.add(input.onDidTriggerButton((button) => answer({ kind: button === skip ? "skip" : "back" })));
    listen(own, answer);
    const takeBack = () => settle({ kind: "cancel" });
    step.signal?.addEventListener("abort", takeBack, { once: true });
    own.add({ dispose: () => step.signal?.removeEventListener("abort", takeBack) });
    if (step.signal?.aborted) return takeBack();
    if (step.screen) {
      const draw = () => listAgain(input);
      question = own.add(step.screen.show({ input, draw, isExpected: true, dismissed: takeBack }));
      return;
    }
    own.add(input.onDidHide(takeBack));
    input.show();
  }).finally(() => own.dispose());
}

/** VS Code forgets the items of a list that was displaced, and shows those that are set anew. */
function listAgain(input: vscode.QuickInput): void {
  if (!isList(input)) return;
  const { activeItems, selectedItems } = input;
  input.items = [...input.items];
  input.activeItems = activeItems;
  input.selectedItems = selectedItems;
}

const isList = (input: vscode.QuickInput): input is vscode.QuickPick<vscode.QuickPickItem> => "items" in input;
