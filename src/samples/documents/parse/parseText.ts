import type { Block, List, Outline } from "./outline";
import { Passage } from "./passage";

/** Lines shorter than this, one under the other, were broken on purpose: an address, a table of amounts, a verse. */
const shortLine = 50;

const item = /^\s*(?:([-*•])|(\d{1,3})[.)])\s+(?=\S)/;

/**
 * Plain text: paragraphs are what empty lines part; a line that begins with a bullet or a number is a list item. The
 * title is a first line that stands alone, is at most 80 characters long and does not end as a sentence does.
 */
export function parseText(source: string): Outline {
  const blocks: Block[] = [];
  const lists: List[] = [];
  let title: string | undefined;
  for (const paragraph of paragraphs(source)) {
    if (blocks.length === 0 && paragraph.length === 1 && isTitle(paragraph[0]?.text ?? "")) {
      title = paragraph[0]?.text.trim();
      blocks.push({ kind: "heading", level: 1, ...located(paragraph) });
      continue;
    }
    const list = listOf(paragraph);
    if (list) lists.push(list);
    blocks.push(...split(paragraph));
  }
  return { format: "text", title, blocks, references: [], lists, anchors: [], faults: [] };
}

type Line = { readonly text: string; readonly line: number };

function paragraphs(source: string): Line[][] {
  const all: Line[][] = [];
  let current: Line[] = [];
  source.split(/\r\n|\n|\r/).forEach((text, index) => {
    if (text.trim() !== "") current.push({ text, line: index + 1 });
    else if (current.length > 0) {
      all.push(current);
      current = [];
    }
  });
  if (current.length > 0) all.push(current);
  return all;
}

const isTitle = (text: string) => text.trim().length <= 80 && !/[.!?:;,]\s*$/.test(text) && !item.test(text);

function located(lines: readonly Line[]): { passage: Passage; line: number } {
  const pieces = lines.map((line, index) => (index === 0 ? line : { text: ` ${line.text}`, line: line.line }));
  return { passage: Passage.of(pieces), line: lines[0]?.line ?? 1 };
}

function split(lines: readonly Line[]): Block[] {
  const broken = lines.length > 1 && lines.slice(0, -1).every(({ text }) => text.length < shortLine);
  const groups: { kind: "paragraph" | "list-item"; lines: Line[] }[] = [];
  for (const line of lines) {
    const marker = item.exec(line.text);
    const group = groups.at(-1);
    if (marker) {
      groups.push({ kind: "list-item", lines: [{ text: line.text.slice(marker[0].length), line: line.line }] });
    } else if (group && (!broken || group.kind === "list-item")) group.lines.push(line);
    else groups.push({ kind: "paragraph", lines: [line] });
  }
  return groups.map((group) => ({ kind: group.kind, ...located(group.lines) }));
}

function listOf(lines: readonly Line[]): List | undefined {
  const markers = lines.map(({ text }) => item.exec(text)).filter((match) => match !== null);
  const first = markers[0];
  if (!first) return undefined;
  const numbers = markers.map((match) => Number(match[2] ?? Number.NaN));
  return {
    line: lines.find(({ text }) => item.test(text))?.line ?? 1,
    numbers: numbers.some(Number.isNaN) ? undefined : numbers,
    items: markers.length,
    marker: first[1],
  };
}
