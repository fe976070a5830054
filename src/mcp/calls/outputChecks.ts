import {
  type JsonSchemaType,
  type JsonSchemaValidator,
  type jsonSchemaValidator,
  ProtocolError,
  ProtocolErrorCode,
} from "@modelcontextprotocol/client";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/client/validators/cf-worker";
import type { Tool } from "../../core/catalog/catalog";
import { withoutPatterns } from "../../core/catalog/withoutPatterns";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import type { ToolResult } from "../../core/messages/toolResult";

/** Checks structured results against the output schemas of the tools that were listed last (specification, tools, output schema). */
export class OutputChecks {
  private schemas = new Map<string, JsonSchemaType>();
  private readonly checks = new Map<string, JsonSchemaValidator<unknown>>();

  constructor(
    private readonly server: string,
    private readonly validators: jsonSchemaValidator,
  ) {}

  /** From now on these tools count. */
  listed(tools: readonly Tool[]): void {
    this.checks.clear();
    this.schemas = new Map(
      tools.flatMap(({ name, outputSchema }) => (outputSchema ? [[name, outputSchema as JsonSchemaType]] : [])),
    );
  }

  /** Throws where the result does not fit; a tool that said no owes nothing. */
  check(tool: string, { structured, isError }: ToolResult): void {
    const schema = this.schemas.get(tool);
    if (!schema || isError) return;
    if (structured === undefined)
      throw new HubError(
        "protocol",
        `"${this.server}" returned no structured content, which "${safeLine(tool, 80)}" has an output schema for. Report it to the server's author.`,
      );
    this.checkOf(tool, schema)(structured);
  }

  private checkOf(tool: string, schema: JsonSchemaType): JsonSchemaValidator<unknown> {
    const known = this.checks.get(tool);
    if (known) return known;
    const check = this.validators.getValidator<unknown>(schema);
    this.checks.set(tool, check);
    return check;
  }
}

/**
 * Checks results against the output schemas of their tools, but for their regular expressions, which are not run. It interprets schemas (no `eval`, which the editor's host may forbid) and
 * never fetches a `$ref`. A schema that cannot be used is said once and then not checked: it must not cost the tool.
 */
export function outputValidator(server: string, warn: (message: string) => void): jsonSchemaValidator {
  const validators = new CfWorkerJsonSchemaValidator();
  return {
    getValidator<T>(schema: JsonSchemaType): JsonSchemaValidator<T> {
      let useless = false;
      const giveUp = (error: unknown) => {
        if (!useless)
          warn(`An output schema of "${server}" cannot be used, its results go unchecked: ${wordsOf(error)}`);
        useless = true;
      };
      const check = attempt(() => validators.getValidator<T>(withoutPatterns(schema)), giveUp);
      return (input) => {
        const result = useless || !check ? undefined : attempt(() => check(input), giveUp);
        // Unchecked, a result is what the server says it is.
        if (!result) return { valid: true, data: input as T, errorMessage: undefined };
        if (result.valid) return result;
        const message = `"${server}" returned a result that does not fit the tool's own output schema (${safeLine(result.errorMessage, 300)}). Report it to the server's author.`;
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, message, new HubError("protocol", message));
      };
    },
  };
}

function attempt<T>(work: () => T, onFailure: (error: unknown) => void): T | undefined {
  try {
    return work();
  } catch (error) {
    onFailure(error);
    return undefined;
  }
}

const wordsOf = (error: unknown): string => safeLine(error instanceof Error ? error.message : String(error), 300);
