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
  for (const span of segments(paragraph.replace(/[\r\n\u0085\u2028\u2029]/g, " "))) {
    const last = spans.at(-1);
    if (last && goesOn(last.text, span.text)) last.text += span.text;
    else spans.push({ ...span });
  }
  return spans.flatMap(({ text, offset }) => {
    const lead = text.length - text.trimStart().length;
    return /[\p{L}\p{N}]/u.test(text) ? [{ text: text.trim(), offset: offset + lead }] : [];
  });
}

/** The segmenter's time grows with the square of the length, so it is shown no more than this at once, in characters. */
const mostAtOnce = 4000;

/** Looks through a window; what its end may have cut is looked at again at the start of the next. */
function* segments(text: string): Generator<TextSpan> {
  for (let from = 0; from < text.length; ) {
    const found = [...segmenter.segment(text.slice(from, from + mostAtOnce))];
    const whole = from + mostAtOnce >= text.length || found.length === 1 ? found : found.slice(0, -1);
    for (const { segment, index } of whole) yield { text: segment, offset: from + index };
    from += whole.reduce((sum, { segment }) => sum + segment.length, 0);
  }
}

function goesOn(before: string, after: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(after)) return true; // a stray bracket or quotation mark
  // The speech ends, the sentence does not: “Is it?” she asked.
  if (/["”’'»]\s*$/.test(before.slice(-5)) && /^\p{Ll}/u.test(after)) return true;
  const end = /([\p{L}.]+)\.\s*$/u.exec(before.slice(-40));
  const token = end?.[1]?.toLowerCase().replace(/^\.+/, "");
  if (token === undefined) return false;
  if (mayEnd.has(token)) return /^\s*[\p{Ll}\p{N}]/u.test(after);
  return abbreviations.has(token) || (/^\p{L}$/u.test(token) && token !== "i" && /\p{Lu}\.\s*$/u.test(before));
}
