/**
 * Splits a line into a program and its arguments. Single and double quotes keep spaces; no other character is special, so
 * Windows paths stay as they are. `undefined` for an empty line or an open quote.
 */
export function splitCommand(line: string): { readonly command: string; readonly args: string[] } | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (const char of line.trim()) {
    if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else word = `${word ?? ""}${char}`;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = `${word ?? ""}${char}`;
  }
  if (word !== undefined) words.push(word);
  const [command, ...args] = words;
  return quote === undefined && command ? { command, args } : undefined;
}

/** The line that `splitCommand` reads as this program and its arguments; `undefined` if no line can say it. */
export function commandLine({
  command,
  args = [],
}: {
  readonly command: string;
  readonly args?: readonly string[] | undefined;
}): string | undefined {
  const line = [command, ...args].map(quoted).join(" ");
  const read = splitCommand(line);
  return read && JSON.stringify([read.command, ...read.args]) === JSON.stringify([command, ...args]) ? line : undefined;
}

function quoted(word: string): string {
  if (word !== "" && !/[\s"']/.test(word)) return word;
  return word.includes('"') ? `'${word}'` : `"${word}"`;
}
