// What npm run services found, as the table of docs/services.md between its two marks.
import { readFile, writeFile } from "node:fs/promises";

/** @typedef {import("./servers.mjs").Asked} Asked */
/** @typedef {import("./servers.mjs").Column} Column */
/** @typedef {{ name: string, answers: readonly { ask: Asked, isRight: boolean }[], cannot?: Readonly<Partial<Record<Column, string>>> }} Row */

/** @type {readonly (readonly [column: Column, title: string])[]} */
const columns = [
  ["search", "Search"],
  ["get", "Read one"],
  ["write", "Create or send"],
  ["paging", "Several pages"],
  ["429", "429"],
  ["401", "401"],
];

const page = "docs/services.md";
const marks = ["<!-- npm run services -->", "<!-- end of npm run services -->"];

/** What an ask is about: the failures of a method are columns of their own. @param {Asked} ask @returns {readonly Column[]} */
function columnsOf([, method, given, expected]) {
  if (expected === "rate-limited") return ["429"];
  if (expected === "needs-auth") return ["401"];
  if (expected === "unsupported") return [];
  if (/^(create|send)/.test(method)) return ["write"];
  if (/^get(?!Components)/.test(method)) return ["get"];
  const { maxResults = 0, limit = 0 } = /** @type {{ maxResults?: number, limit?: number }} */ (given);
  return maxResults > 250 || limit > 20 ? ["search", "paging"] : ["search"];
}

/** @param {Row} row */
function line({ name, answers, cannot = {} }) {
  const cells = columns.map(([column]) => {
    const own = answers.filter(({ ask }) => columnsOf(ask).includes(column));
    if (own.some(({ isRight }) => !isRight)) return "**wrong**";
    return cannot[column] ?? (own.length > 0 ? "yes" : "–");
  });
  return `| \`${name}\` | ${cells.join(" | ")} |`;
}

/** @param {readonly Row[]} rows */
export const table = (rows) =>
  [
    `| Server | ${columns.map(([, title]) => title).join(" | ")} |`,
    `|---|${columns.map(() => "---|").join("")}`,
    ...rows.map(line),
  ].join("\n");

/** Puts the table into the page. @param {readonly Row[]} rows */
export async function writeTable(rows) {
  const text = await readFile(page, "utf8");
  const [head, rest] = text.split(`${marks[0]}\n`);
  const tail = rest?.split(marks[1] ?? "")[1];
  if (head === undefined || tail === undefined) throw new Error(`${page} has no place for the table: ${marks[0]}`);
  await writeFile(page, `${head}${marks[0]}\n${table(rows)}\n${marks[1]}${tail}`);
}
