import * as vscode from "vscode";
import { itemText, noticeText } from "../plainText";
import { type Asking, showInput } from "../quickInput";

interface ValueItem extends vscode.QuickPickItem {
  readonly text: string;
}

/** Asks for a line of text with suggestions below it. The person may also enter other text. */
export const askSuggested: Asking["suggested"] = (step, suggest, first) => {
  const pick = vscode.window.createQuickPick<ValueItem>();
  pick.value = step.value;
  let latest = 0;
  const show = (typed: string, suggestions: readonly string[]) => {
    const own = typed === "" || suggestions.includes(typed) ? [] : [typed];
    const items = [...own, ...suggestions].map((text) => ({ label: itemText(text) || '""', text, alwaysShow: true }));
    pick.items = items;
    pick.activeItems = items.slice(0, 1);
  };
  return showInput(pick, step, (store, settle) => {
    const title = pick.title ?? "";
    show(step.value, first);
    store.add(
      pick.onDidChangeValue(async (typed) => {
        const current = ++latest;
        pick.title = title;
        show(typed, []);
        const suggestions = await suggest(typed);
        if (current === latest) show(typed, suggestions); // newer text has newer suggestions
      }),
    );
    store.add(
      pick.onDidAccept(() => {
        const text = pick.activeItems[0]?.text ?? pick.value;
        const problem = step.check(text);
        if (problem === undefined) settle({ kind: "value", value: text });
        else pick.title = `${title}: ${noticeText(problem)}`; // a quick pick has no validation message
      }),
    );
  });
};
