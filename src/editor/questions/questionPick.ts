import * as vscode from "vscode";
import { onAbort } from "../../core/kernel/abortSignals";
import { DisposableStore } from "../../core/kernel/disposable";
import { noticeText, withoutIcons } from "../ui/plainText";
import type { QuestionScreen } from "../ui/questionScreen";
import type { QuestionView, Section } from "./questionView";

/** How a question is asked. */
export interface PickQuestion<T> {
  readonly view: QuestionView<T>;
  /** Opens what there is to look at, and gives the question as it stands afterwards. */
  readonly look?: () => Promise<QuestionView<T>>;
}

type Answer<T> = { readonly kind: "answer"; readonly answer: T } | { readonly kind: "look" };

interface PickItem<T> extends vscode.QuickPickItem {
  readonly chosen?: Answer<T>;
}

/**
 * Asks with a list to choose from, which code can close. `undefined`: the person pressed Escape, or the signal aborted. Text that is typed
 * is not an answer: it is dropped, the first item is active again, and Enter counts only half a second after it.
 */
export async function askPick<T>(
  screen: QuestionScreen,
  { view, look }: PickQuestion<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  const own = new DisposableStore();
  const pick = own.add(vscode.window.createQuickPick<PickItem<T>>());
  pick.ignoreFocusOut = true;
  let current = view;
  const activateFirst = () => {
    pick.value = "";
    pick.activeItems = pick.items.slice(0, 1);
  };
  const draw = () => {
    pick.title = noticeText(current.title, 200);
    pick.placeholder = current.placeholder;
    pick.items = current.sections.flatMap(itemsOf);
    activateFirst();
  };
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      own.add({ dispose: onAbort(signal, () => resolve(undefined)) });
      const question = own.add(
        screen.show({ input: pick, draw, undo: activateFirst, dismissed: () => resolve(undefined) }),
      );
      own.add(
        pick.onDidChangeValue((typed) => {
          if (typed === "") return;
          question.disturb();
          activateFirst();
        }),
      );
      own.add(
        pick.onDidChangeActive(([active]) => {
          if (!question.isSettled() && active !== pick.items[0]) activateFirst();
        }),
      );
      own.add(
        pick.onDidAccept(() => {
          const chosen = pick.selectedItems[0]?.chosen;
          if (!chosen || !question.isSettled()) return;
          if (chosen.kind === "answer") return resolve(chosen.answer);
          look?.().then((next) => {
            current = next;
            question.disturb(); // a second press of the same key does not answer what is in its place now
            draw();
          }, reject);
        }),
      );
    });
  } finally {
    own.dispose();
  }
}

function itemsOf<T>({ title, items }: Section<T>): readonly PickItem<T>[] {
  const heading = title === undefined ? [] : [{ label: title, kind: vscode.QuickPickItemKind.Separator }];
  return [
    ...heading,
    ...items.map(({ label, description, answer, look }) => ({
      label: withoutIcons(label),
      description: withoutIcons(description ?? ""),
      alwaysShow: true, // what is typed filters nothing
      ...(answer !== undefined && { chosen: { kind: "answer", answer } as const }),
      ...(look && { chosen: { kind: "look" } as const }),
    })),
  ];
}
