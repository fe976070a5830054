import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import type { JsonSchema } from "../../catalog/catalog";
import { type Dialect, dialectOf, isDialectKeyword, isWellFormed } from "../../catalog/schemaKeywords";
import { safeLine } from "../../kernel/redact";
import type { Evidence } from "../evidence";
import type { Finding } from "../finding";
import { run } from "../fixes";

/** So many tools with a wrong schema are named. */
const namedTools = 5;

/** How deep the properties of a schema are looked at, and how many of all tools: a schema may be as large as a server likes. */
const deepest = 4;
const mostSchemas = 2000;

const warning = (code: Finding["code"], sentence: string, fix?: Finding["fix"]): Finding => ({
  code,
  severity: "warning",
  sentence,
  ...(fix && { fix }),
});

/** What is not as it should be with a server that works. */
export function readyFindings({ server, attempt }: Evidence): readonly Finding[] {
  const findings: Finding[] = [];
  if (attempt?.strayed)
    findings.push(
      warning(
        "prints-on-stdout",
        message(
          "diagnosis.strays",
          '"{server}" works, but it prints logs on standard output, where only messages belong; other apps may not connect to it. Report it to its author, or look for an option that turns its logs off.',
          { server },
        ),
      ),
    );
  for (const { text } of attempt?.catalog?.missing ?? [])
    findings.push(warning("list-missing", safeLine(text, 500), run("log")));
  const budget = { left: mostSchemas };
  const wrong = (attempt?.catalog?.tools ?? []).flatMap(({ name, inputSchema }) => {
    const keyword = wrongKeyword(inputSchema, dialectOf(inputSchema), 0, budget);
    return keyword === undefined ? [] : [`${safeLine(name, 80)} ("${keyword}")`];
  });
  if (wrong.length > 0)
    findings.push(
      warning(
        "bad-schema",
        message(
          "diagnosis.wrongSchema",
          '"{server}" works, but the schemas of {count} of its tools are wrong, and models may refuse them: {tools}. Report it to its author.',
          { server, count: wrong.length, tools: wrong.slice(0, namedTools).join(", ") },
        ),
      ),
    );
  return findings;
}

/** The first keyword of a schema whose value means nothing. */
function wrongKeyword(schema: unknown, dialect: Dialect, depth: number, budget: { left: number }): string | undefined {
  if (!isObject(schema) || depth > deepest || budget.left-- <= 0) return undefined;
  const own: JsonSchema = schema;
  for (const [key, value] of Object.entries(own))
    if (isDialectKeyword(key, dialect) && !isOlder(key, value) && !isWellFormed(key, value, own, dialect))
      return safeLine(key, 40);
  for (const inner of isObject(own.properties) ? Object.values(own.properties) : []) {
    const found = wrongKeyword(inner, dialect, depth + 1, budget);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What older dialects of JSON Schema mean: a list of items, and limits that are true or false. */
const isOlder = (key: string, value: unknown): boolean =>
  (key === "items" && Array.isArray(value)) || (key.startsWith("exclusive") && typeof value === "boolean");
