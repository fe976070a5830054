import * as vscode from "vscode";
import { type Asking, askChoice, askChoices, askText } from "../quickInput";
import { askSuggested } from "./suggestedText";

/** In the editor's quick inputs. */
export const quickInputs: Asking = {
  text: askText,
  choice: askChoice,
  choices: askChoices,
  suggested: askSuggested,
  button: (icon, tooltip) => ({ iconPath: new vscode.ThemeIcon(icon), tooltip }),
  heading: vscode.QuickPickItemKind.Separator,
};
