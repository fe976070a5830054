/** The longest input, in characters. */
export const inputLimit = 100_000;

/** What parsers stumble over: signs of every syntax, marks that nobody sees, numbers at their limits, names with a meaning of their own. */
const pieces = [
  ..."{}[]():;,.\"'`\\/?#@&=%*+-_ \t\r\n\0$|<>^~!0",
  ...["\u001b[", "\u009b", "\u202e", "\ufeff", "\u{e0041}", "\u00ad", "\ud800", "é", "漢", "😀"],
  ...["null", "true", "1e999", "-0", "12345678901234567890", "9007199254740993", "NaN"],
  ...[
    "__proto__",
    "constructor",
    "toJSON",
    "then",
    '{"$ref":"#"}',
    '{"a":',
    "[[",
    '"allOf":[',
    "${env:",
    "${input:",
    "%2e",
    "%00",
  ],
  ...[
    "data: ",
    "event: ",
    "\r\n\r\n",
    "\n\n",
    "id: 1",
    "retry: 9",
    "https://",
    "\\@",
    "://",
    "xn--",
    "::ffff:",
    "//",
    "/*",
    "*/",
    "Bearer ",
    "realm=",
  ],
];

/** An input made of others: changed, cut, joined, nested or repeated. The same for the same random numbers. */
export function mutated(seeds: readonly string[], random: () => number): string {
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(all: readonly T[]): T => all[below(all.length)] as T;
  const slice = (text: string) => {
    const from = below(text.length + 1);
    return text.slice(from, from + 1 + below(random() < 0.5 ? 8 : text.length + 1));
  };
  const edits: readonly ((text: string) => string)[] = [
    (text) => text.slice(0, below(text.length + 1)),
    (text) => text.slice(below(text.length + 1)),
    (text) => inserted(text, below(text.length + 1), pick(pieces)),
    (text) => inserted(text, below(text.length + 1), String.fromCharCode(below(0x10000))),
    (text) => inserted(text, below(text.length + 1), slice(pick(seeds))),
    (text) => text.replace(slice(text), () => slice(pick(seeds))),
    (text) => text.replace(pick(pieces), () => pick(pieces)),
    // Repeated: what is quadratic or exponential shows at a length.
    (text) => inserted(text, below(text.length + 1), repeated(slice(text) || pick(pieces), 10 ** below(6))),
    (text) => inserted(text, below(text.length + 1), repeated(pick(pieces), 10 ** below(6))),
    (text) => inserted(text, below(text.length + 1), repeated(`${pick(pieces)}${pick(pieces)}`, 10 ** below(6))),
    (text) => {
      const [open, close] = pick([
        ["[", "]"],
        ['{"a":', "}"],
        ['{"not":', "}"],
        ["(", ")"],
        ['"', '"'],
      ] as const);
      const levels = 10 ** below(5);
      return `${repeated(open, levels)}${text}${repeated(close, levels)}`;
    },
  ];
  let text = pick(seeds);
  for (let edit = 0; edit <= below(4); edit++) text = pick(edits)(text).slice(0, inputLimit);
  return text;
}

const inserted = (text: string, at: number, piece: string): string => `${text.slice(0, at)}${piece}${text.slice(at)}`;

const repeated = (text: string, times: number): string =>
  text.repeat(Math.min(times, Math.ceil(inputLimit / Math.max(1, text.length))));
