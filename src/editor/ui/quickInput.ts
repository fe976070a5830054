import * as vscode from "vscode";
import type { Reply } from "../../core/forms/fillForm";
import { DisposableStore } from "../../core/kernel/disposable";
import { message } from "../../protocol/message";
import { personInputs } from "./personInputs";
import { noticeText } from "./plainText";
import type { QuestionScreen, ScreenQuestion } from "./questionScreen";

/** The common options of a quick input. `step` and `totalSteps` are set in a wizard. */
export interface InputStep {
  readonly title: string;
  readonly step?: number;
  readonly totalSteps?: number;
  readonly placeholder?: string;
  /** Shows a Skip button. */
  readonly canSkip?: boolean;
  /** Closes the input, which counts as a cancel. */
  readonly signal?: AbortSignal | undefined;
  /** Keeps the input on the screen; without it, an input that something else displaces counts as cancelled. */
  readonly screen?: QuestionScreen | undefined;
}

export interface TextInputStep extends InputStep {
  /** May contain untrusted text. */
  readonly prompt: string;
  readonly value: string;
  /** Hides what is typed. */
  readonly password?: boolean;
  /** Describes what is wrong with the text; called when the person presses Enter. */
  readonly check: (text: string) => string | undefined;
}

export interface ChoiceItem<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Suggests values for the typed text. */
export type Suggest = (typed: string) => Promise<readonly string[]>;

/** How a person is asked. What gets it as a parameter needs no editor. */
export interface Asking {
  readonly text: typeof askText;
  readonly choice: typeof askChoice;
  readonly choices: typeof askChoices;
  /** A line of text with suggestions below it: `first` for the text that the input starts with. */
  readonly suggested: (step: TextInputStep, suggest: Suggest, first: readonly string[]) => Promise<Reply<string>>;
  /** A button of an item, with a codicon. */
  readonly button: (icon: string, tooltip: string) => vscode.QuickInputButton;
  /** The kind of an item that is a heading. */
  readonly heading: vscode.QuickPickItemKind;
}

/** Asks for a line of text. Escape cancels. */
export function askText(step: TextInputStep): Promise<Reply<string>> {
  const input = vscode.window.createInputBox();
  input.value = step.value;
  input.password = step.password === true;
  input.prompt = noticeText(step.prompt);
  return showInput(input, step, (store, settle) => {
    store.add(
      input.onDidAccept(() => {
        const problem = step.check(input.value);
        if (problem === undefined) settle({ kind: "value", value: input.value });
        else input.validationMessage = noticeText(problem);
      }),
    );
    store.add(
      input.onDidChangeValue(() => {
        input.validationMessage = undefined;
      }),
    );
  });
}

/** Asks the person to choose one item. */
export function askChoice<T>(
  step: InputStep & {
    /** A button of an item was pressed; the answer is what this gives. */
    readonly pressed?: (value: T) => T;
  },
  items: readonly ChoiceItem<T>[],
  active?: T,
): Promise<Reply<T>> {
  const pick = createQuickPick(step, items);
  const first = items.find(({ value }) => active !== undefined && value === active);
  if (first) pick.activeItems = [first];
  return showInput(pick, step, (store, settle) => {
    store.add(
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item && "value" in item) settle({ kind: "value", value: item.value });
      }),
    );
    const { pressed } = step;
    if (pressed)
      store.add(pick.onDidTriggerItemButton(({ item }) => settle({ kind: "value", value: pressed(item.value) })));
  });
}

/** Asks the person to choose any number of items. */
export function askChoices<T>(
  step: InputStep & {
    readonly check?: (values: readonly T[]) => string | undefined;
    /** A button of an item was pressed; the list stays. */
    readonly pressed?: (value: T) => void;
    /** The title while these are chosen. */
    readonly titleOf?: (values: readonly T[]) => string;
  },
  items: readonly ChoiceItem<T>[],
  chosen: readonly ChoiceItem<T>[],
): Promise<Reply<readonly T[]>> {
  const pick = createQuickPick(step, items);
  pick.canSelectMany = true;
  pick.selectedItems = chosen;
  const title = step.title;
  return showInput(pick, step, (store, settle) => {
    store.add(
      pick.onDidAccept(() => {
        const values = pick.selectedItems.map(({ value }) => value);
        const problem = step.check?.(values);
        if (problem === undefined) settle({ kind: "value", value: values });
        else pick.title = `${title}: ${noticeText(problem)}`; // a quick pick has no validation message
      }),
    );
    store.add(pick.onDidTriggerItemButton(({ item }) => step.pressed?.(item.value)));
    const { titleOf } = step;
    if (titleOf)
      store.add(
        pick.onDidChangeSelection((selected) => {
          pick.title = noticeText(titleOf(selected.map(({ value }) => value)), 120);
        }),
      );
  });
}

function createQuickPick<T>(step: InputStep, items: readonly ChoiceItem<T>[]): vscode.QuickPick<ChoiceItem<T>> {
  const pick = vscode.window.createQuickPick<ChoiceItem<T>>();
  pick.items = items;
  pick.placeholder = step.placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  return pick;
}

/**
 * How long an answered input stays while the next one of its form is on its way, in milliseconds. Without an input in between, VS Code
 * gives the focus back to where it was, which may take the keys of a person who goes on typing.
 */
const handOverMs = 300;

/** Whether another input of the same form follows this reply. */
const isFollowed = ({ step, totalSteps }: InputStep, { kind }: Reply<unknown>): boolean =>
  step !== undefined && totalSteps !== undefined && (kind === "back" || (kind !== "cancel" && step < totalSteps));

/** Applies the common options, shows the input, and disposes it when it is settled. */
export function showInput<T>(
  input: vscode.QuickInput & Pick<vscode.InputBox, "buttons" | "onDidTriggerButton" | "placeholder">,
  step: InputStep,
  listen: (store: DisposableStore, settle: (reply: Reply<T>) => void) => void,
): Promise<Reply<T>> {
  const store = new DisposableStore();
  store.add(input);
  input.title = noticeText(step.title, 120);
  input.step = step.step;
  input.totalSteps = step.totalSteps;
  input.placeholder = step.placeholder;
  input.ignoreFocusOut = true; // looking into a file for a value must not lose the answers
  const skip = {
    iconPath: new vscode.ThemeIcon("debug-step-over"),
    tooltip: message("ui.skip", "Skip"),
  } satisfies vscode.QuickInputButton;
  const back = (step.step ?? 1) > 1 ? [vscode.QuickInputButtons.Back] : [];
  input.buttons = [...back, ...(step.canSkip ? [skip] : [])];

  return new Promise<Reply<T>>((resolve) => {
    let isOver = false;
    const settle = (reply: Reply<T>) => {
      if (isOver) return; // hiding the input settles with "cancel" again
      isOver = true;
      if (!step.screen && isFollowed(step, reply)) setTimeout(() => store.dispose(), handOverMs);
      else store.dispose();
      resolve(reply);
    };
    let question: ScreenQuestion | undefined;
    const answer = (reply: Reply<T>) => {
      if (question?.isSettled() ?? true) settle(reply);
    };
    store.add(input.onDidTriggerButton((button) => answer({ kind: button === skip ? "skip" : "back" })));
    listen(store, answer);
    const cancel = () => settle({ kind: "cancel" });
    step.signal?.addEventListener("abort", cancel, { once: true });
    store.add({ dispose: () => step.signal?.removeEventListener("abort", cancel) });
    if (step.signal?.aborted) return cancel();
    if (step.screen) {
      const draw = () => listAgain(input);
      question = store.add(step.screen.show({ input, draw, isExpected: true, dismissed: cancel }));
      return;
    }
    store.add(personInputs.open());
    store.add(input.onDidHide(cancel));
    input.show();
  });
}

/** VS Code forgets the items of a list that was displaced, and shows those that are set again. */
function listAgain(input: vscode.QuickInput): void {
  if (!isList(input)) return;
  const { activeItems, selectedItems } = input;
  input.items = [...input.items];
  input.activeItems = activeItems;
  input.selectedItems = selectedItems;
}

const isList = (input: vscode.QuickInput): input is vscode.QuickPick<vscode.QuickPickItem> => "items" in input;
