/**
 * Splits a line into a program and its arguments. Quotes of either kind hold blanks together; nothing else is special, so that
 * paths of Windows stay as they are. `undefined` where a quote is left open or nothing is there.
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
