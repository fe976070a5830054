// The English texts of the code, by id, and where each is.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@babel/parser";

/**
 * A call of `message`, as it is written. `id` and `text` are missing where they are not written out.
 * @typedef {object} WrittenText
 * @property {string} file
 * @property {number} line
 * @property {string | undefined} id
 * @property {string | undefined} text
 * @property {boolean} early   it is made while its module is loaded, before a language is chosen
 */

const roots = ["src", "webview-ui"];

/** Every call of `message` below `src` and `webview-ui`. @returns {WrittenText[]} */
export function writtenTexts() {
  const files = roots.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
      .map((name) => join(root, name).replaceAll("\\", "/")),
  );
  return files.flatMap((file) => textsIn(file, readFileSync(file, "utf8")));
}

/**
 * Every call of `message` in a source.
 * @param {string} file
 * @param {string} source
 * @returns {WrittenText[]}
 */
export function textsIn(file, source) {
  if (!source.includes("message(")) return [];
  /** @type {WrittenText[]} */
  const found = [];
  /**
   * @param {unknown} part
   * @param {boolean} early
   */
  const visit = (part, early) => {
    if (Array.isArray(part)) for (const one of part) visit(one, early);
    if (typeof part !== "object" || part === null || Array.isArray(part)) return;
    const node = /** @type {Readonly<Record<string, any>>} */ (part);
    if (node.type === "CallExpression" && node.callee.name === "message") {
      const [id, text] = node.arguments;
      found.push({ file, line: node.loc.start.line, id: literal(id), text: literal(text), early });
    }
    const inner = early && !/Function|Method/.test(String(node.type));
    for (const [name, child] of Object.entries(node)) if (name !== "loc") visit(child, inner);
  };
  visit(parse(source, { sourceType: "module", plugins: ["typescript", "jsx"] }).program, true);
  return found;
}

/** @param {Readonly<Record<string, any>> | undefined} node */
const literal = (node) => (node?.type === "StringLiteral" ? String(node.value) : undefined);
