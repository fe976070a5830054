const escapeByte = 0x1b;
const byteOrderMark = [0xef, 0xbb, 0xbf];

/** Terminal codes: control sequences (CSI), texts for the terminal such as its title (OSC), and the short codes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern exists to match them
const terminalCodes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;

/** What is left of a code where something has removed the escape character, as some loggers do: `[31mERROR[0m`. */
const codeRemnants = /\[\d{1,3}(?:;\d{1,3}){0,4}m(?!\])/g;

/** Text without terminal codes and without what is left of them. */
export const withoutTerminalCodes = (text: string): string => text.replace(terminalCodes, "").replace(codeRemnants, "");

/** How far into a line terminal codes are looked for, and how far from its end, in bytes. */
const edge = 64;

/**
 * A line of standard output without the byte order mark and the terminal codes that some programs write around their first message. A
 * message itself has no escape character: JSON has it only as `\u001b`.
 */
export function cleanLine(line: Buffer): Buffer {
  const start = byteOrderMark.every((byte, at) => line[at] === byte) ? line.subarray(byteOrderMark.length) : line;
  const hasCodes = start.subarray(0, edge).includes(escapeByte) || start.subarray(-edge).includes(escapeByte);
  return hasCodes ? Buffer.from(start.toString("utf8").replace(terminalCodes, ""), "utf8") : start;
}
