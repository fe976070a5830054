import { parse, TomlError } from "smol-toml";
import type { Parsed } from "./fileFormat";

/** What a TOML text holds, as `FileFormat.parse` says it. */
export function parseToml(text: string): Parsed {
  try {
    const value = parse(text, { integersAsBigInt: "asNeeded" });
    return { kind: "value", value: Object.keys(value).length === 0 ? undefined : value };
  } catch (error) {
    if (error instanceof TomlError) {
      const [, reason = error.message] = /^Invalid TOML document: (.*)/.exec(error.message) ?? [];
      return { kind: "broken", reason, line: error.line, column: error.column };
    }
    return { kind: "broken", reason: error instanceof Error ? error.message : String(error), line: 1, column: 1 };
  }
}
