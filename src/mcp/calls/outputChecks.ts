import type { JsonSchemaValidator, jsonSchemaValidator } from "@modelcontextprotocol/client";
import type { JsonSchema, Tool } from "../../core/catalog/catalog";
import { checkValue } from "../../core/catalog/checkArguments";
import { mendedArguments } from "../../core/catalog/mendedArguments";
import { safeLine } from "../../core/kernel/redact";
import { keepSentResult, sentResult } from "../../core/messages/sentResult";
import type { ToolResult } from "../../core/messages/toolResult";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";

/**
 * Checks structured results against the output schemas of the tools in the last list (specification, tools, output schema). A result that
 * does not fit has been made all the same, and its text is useful: it is kept as it came, with a warning beside it.
 */
export class OutputChecks {
  private schemas: ReadonlyMap<string, JsonSchema> = new Map();
  private readonly unusable = new Set<string>();

  constructor(
    private readonly server: string,
    /** Logs, once for each tool, that a schema cannot be used. */
    private readonly warn: (text: string) => void,
  ) {}

  /** Replaces the tools whose results are checked. */
  setTools(tools: readonly Tool[]): void {
    this.unusable.clear();
    this.schemas = new Map(tools.flatMap(({ name, outputSchema }) => (outputSchema ? [[name, outputSchema]] : [])));
  }

  /** The result, with a warning if it does not fit; a tool that reported an error owes no structured content. */
  checked(tool: string, result: ToolResult): ToolResult {
    const schema = this.schemas.get(tool);
    const problem = schema && !result.isError ? this.problemOf(tool, schema, result.structured) : undefined;
    if (problem === undefined) return result;
    const { server } = this;
    const warning = message(
      "output.mismatch",
      'This result does not fit the output schema of "{tool}" ({problem}). It is shown as it was sent. Report it to the author of "{server}".',
      { server, tool: safeLine(tool, 80), problem },
    );
    const warned = { ...result, warning };
    const sent = sentResult(result);
    return sent ? keepSentResult(warned, sent) : warned;
  }

  private problemOf(tool: string, schema: JsonSchema, structured: unknown): string | undefined {
    if (structured === undefined) return message("output.missing", "it has no structured content");
    const whole = message("output.whole", "it");
    const first = checkValue(schema, structured, whole);
    // Optional parts that are null are taken for missing, as in arguments.
    const check =
      first.ok || !isObject(structured) ? first : checkValue(schema, mendedArguments(schema, structured), whole);
    if (!check.ok) return safeLine(check.why, 300);
    if (check.unchecked !== undefined) this.warnOnce(tool, check.unchecked);
    return undefined;
  }

  private warnOnce(tool: string, cause: string): void {
    if (this.unusable.has(tool)) return;
    this.unusable.add(tool);
    this.warn(
      message(
        "output.badSchema",
        'An output schema of "{server}" cannot be used, so its results are not checked: {cause}',
        { server: this.server, cause: safeLine(cause, 300) },
      ),
    );
  }
}

/** For the SDK's client, which would refuse a whole result: `OutputChecks` looks at every result, and keeps it. */
export const acceptingValidator: jsonSchemaValidator = {
  getValidator<T>(): JsonSchemaValidator<T> {
    return (input) => ({ valid: true, data: input as T, errorMessage: undefined });
  },
};
