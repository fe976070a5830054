import * as vscode from "vscode";
import type { DisposableStore } from "../core/disposable";
import type { Reply } from "../core/forms/fillForm";
import { itemText, noticeText } from "./plainText";
import { prepared, type TextStep } from "./quickStep";

/** Proposes values for what is typed; an older proposal that comes late counts for nothing. */
export type Suggest = (typed: string) => Promise<readonly string[]>;

interface ValueItem extends vscode.QuickPickItem {
  readonly text: string;
}

/** Asks for one line of text, with proposals below it that follow what is typed; any other text may be given as well. */
export function askSuggested(step: TextStep, suggest: Suggest, first: readonly string[]): Promise<Reply<string>> {
  const pick = vscode.window.createQuickPick<ValueItem>();
  pick.value = step.value;
  let turn = 0;
  const show = (typed: string, proposals: readonly string[]) => {
    const own = typed === "" || proposals.includes(typed) ? [] : [typed];
    const items = [...own, ...proposals].map((text) => ({ label: itemText(text) || '""', text, alwaysShow: true }));
    pick.items = items;
    pick.activeItems = items.slice(0, 1);
  };
  return prepared(pick, step, (own: DisposableStore, settle) => {
    const title = pick.title ?? "";
    show(step.value, first);
    own.add(
      pick.onDidChangeValue(async (typed) => {
        const mine = ++turn;
        pick.title = title;
        show(typed, []);
        const proposals = await suggest(typed);
        if (mine === turn) show(typed, proposals);
      }),
    );
    own.add(
      pick.onDidAccept(() => {
        const text = pick.activeItems[0]?.text ?? pick.value;
        const problem = step.check(text);
        if (problem === undefined) settle({ kind: "value", value: text });
        else pick.title = `${title}: ${noticeText(problem)}`; // a list has no place for a validation message
      }),
    );
  });
}
