/** Everything that cannot be seen, or that changes how text is seen: invisible and unassigned characters, controls, odd spaces. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u2800]|(?! )\p{Zs}/gu;

/** A text with each invisible character as its code point, such as `⟨U+200B⟩`; line feeds stay. */
export const visibleText = (text: string): string =>
  text.replace(unseen, (character) => (character === "\n" ? character : codePoint(character)));

const codePoint = (character: string): string =>
  `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
