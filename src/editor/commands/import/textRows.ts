import { lineWidth, wrapped } from "../../../core/presentation/lineWidth";
import { itemText } from "../../ui/plainText";

/** The longest text that is shown in whole, in characters; a longer one ends in an ellipsis. */
const lengthLimit = 4000;

/** Texts as rows of a list, each in whole: VS Code cuts what is longer than a row. Choosing one answers nothing. */
export const textRows = (texts: readonly string[]): readonly { readonly label: string; readonly value: "look" }[] =>
  texts.flatMap((text) => wrapped(itemText(text, lengthLimit), lineWidth)).map((label) => ({ label, value: "look" }));
