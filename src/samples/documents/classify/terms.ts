import { wordsIn } from "../measure/words";

/** Words that stand in every kind of text, and so tell none from another. "I", "we", "you" and "shall" do tell, and stay. */
const common = new Set(
  (
    "a an the and or but if of in on at to for from by with as is are was were be been it its this that these those there " +
    "than then so not no has have had do does did will would can could may also into over under about after before per all any"
  ).split(" "),
);

/** Shapes that say as much as a word: what they are called, and how they look. */
const shapes: [name: string, look: RegExp][] = [
  ["(amounts of money)", /[$€£¥]\s?\d|\d[\d.,]*\s?(?:€|EUR|USD|GBP)\b/g],
  ["(percentages)", /\d\s?%/g],
  ["(kitchen measures)", /\b\d+(?:[.,/]\d+)?\s?(?:g|kg|ml|tbsp|tsp|cups?|tablespoons?|teaspoons?)\b/gi],
  ["(program code)", /```|\b\w+\(\w*(?:, ?\w+)*\)|\s--[a-z]+\b|=>|\b[a-z]+[A-Z]\w+\b/g],
  ["(quoted speech)", /["“][^"”\n]{15,300}["”]/g],
  ["(spans of years)", /\b(?:19|20)\d\d\s?(?:-|–|—|to)\s?(?:(?:19|20)\d\d|present|today)\b/gi],
];

/** How often each telling term stands in a text. Words are in lower case, without a plural's or a verb's ending. */
export function termsIn(text: string): Map<string, number> {
  const terms = new Map<string, number>();
  const count = (term: string, times: number) => terms.set(term, (terms.get(term) ?? 0) + times);
  for (const word of tellingWords(text)) count(stem(word), 1);
  for (const [name, look] of shapes) {
    const times = text.match(look)?.length ?? 0;
    if (times > 0) count(name, times);
  }
  return terms;
}

/** How each stem is first written in a text, for showing it. */
export function spellings(text: string): Map<string, string> {
  return new Map(
    tellingWords(text)
      .reverse()
      .map((word) => [stem(word), word]),
  );
}

function tellingWords(text: string): string[] {
  return wordsIn(text)
    .map((word) => word.toLowerCase().replace(/['’]s$/, ""))
    .filter((word) => !common.has(word) && /^\p{L}[\p{L}\p{M}'’-]*$/u.test(word));
}

/** The commonest endings taken off, so that "agrees", "agreed" and "agreeing" count as one. */
export function stem(word: string): string {
  return word
    .replace(/ies$/, "y")
    .replace(/(?<=s|x|ch|sh)es$/, "")
    .replace(/(?<=[^su])s$/, "")
    .replace(/(?<=\w{3})(?:ing|ed)$/, "")
    .replace(/(?<=\w{3})e+$/, "");
}
