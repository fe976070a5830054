const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** Abbreviations that end in a full stop and go on: a sentence does not end with them, or seldom does. */
const abbreviations = new Set(
  (
    "mr mrs ms dr prof rev fr gen col capt lt sgt hon st sr jr messrs mme " +
    "e.g i.e cf viz vs etc approx ca no nos art sec fig figs eq eqs ch vol p pp ed eds al resp incl excl max min dept est " +
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun " +
    "inc ltd co corp bros u.s u.k u.n a.m p.m ph.d b.a m.a"
  ).split(" "),
);

/** These often do end a sentence: they go on only before a small letter or a digit. */
const mayEnd = new Set([
  "etc",
  "al",
  "inc",
  "ltd",
  "co",
  "corp",
  "u.s",
  "u.k",
  "u.n",
  "a.m",
  "p.m",
  "ph.d",
  "jr",
  "sr",
  "max",
  "min",
]);

export interface TextSpan {
  readonly text: string;
  /** Where it begins in the text that was given. */
  readonly offset: number;
}

/**
 * The sentences of one paragraph. The Unicode rules (UAX #29) find the boundaries; those after an abbreviation, an
 * initial (`J. Smith`) or a number in a list (`No. 5`) are taken back. A line break inside a paragraph is a space.
 */
export function sentencesIn(paragraph: string): TextSpan[] {
  const spans: { text: string; offset: number }[] = [];
  for (const { segment, index } of segmenter.segment(paragraph.replace(/[\r\n\u0085\u2028\u2029]/g, " "))) {
    const last = spans.at(-1);
    if (last && goesOn(last.text, segment)) last.text += segment;
    else spans.push({ text: segment, offset: index });
  }
  return spans.flatMap(({ text, offset }) => {
    const lead = text.length - text.trimStart().length;
    return /[\p{L}\p{N}]/u.test(text) ? [{ text: text.trim(), offset: offset + lead }] : [];
  });
}

function goesOn(before: string, after: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(after)) return true; // a stray bracket or quotation mark
  const end = /([\p{L}.]+)\.\s*$/u.exec(before.slice(-40));
  const token = end?.[1]?.toLowerCase().replace(/^\.+/, "");
  if (token === undefined) return false;
  if (mayEnd.has(token)) return /^\s*[\p{Ll}\p{N}]/u.test(after);
  return abbreviations.has(token) || (/^\p{L}$/u.test(token) && token !== "i" && /\p{Lu}\.\s*$/u.test(before));
}
