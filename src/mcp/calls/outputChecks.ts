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
import { message } from "../../protocol/message";

/** Checks structured results against the output schemas of the tools in the last list (specification, tools, output schema). */
export class OutputChecks {
  private schemas = new Map<string, JsonSchemaType>();
  private readonly checks = new Map<string, JsonSchemaValidator<unknown>>();

  constructor(
    private readonly server: string,
    private readonly validators: jsonSchemaValidator,
  ) {}

  /** Replaces the tools whose results are checked. */
  setTools(tools: readonly Tool[]): void {
    this.checks.clear();
    this.schemas = new Map(
      tools.flatMap(({ name, outputSchema }) => (outputSchema ? [[name, outputSchema as JsonSchemaType]] : [])),
    );
  }

  /** Throws where the result does not fit; a tool that reported an error owes no structured content. */
  check(tool: string, { structured, isError }: ToolResult): void {
    const schema = this.schemas.get(tool);
    if (!schema || isError) return;
    if (structured === undefined)
      throw new HubError(
        "protocol",
        message(
          "output.missing",
          '"{server}" returned no structured content, although "{tool}" has an output schema. Report it to its author.',
          { server: this.server, tool: safeLine(tool, 80) },
        ),
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
 * Checks results against the output schemas of their tools, except for regular expressions, which are not run. It interprets schemas
 * (no `eval`, which the editor's host may forbid) and never fetches a `$ref`. A schema that cannot be used is logged once and then
 * skipped: it must not make its tool unusable.
 */
export function outputValidator(server: string, warn: (text: string) => void): jsonSchemaValidator {
  const validators = new CfWorkerJsonSchemaValidator();
  return {
    getValidator<T>(schema: JsonSchemaType): JsonSchemaValidator<T> {
      let isUnusable = false;
      const giveUp = (error: unknown) => {
        if (!isUnusable)
          warn(
            message(
              "output.badSchema",
              'An output schema of "{server}" cannot be used, so its results are not checked: {cause}',
              {
                server,
                cause: textOf(error),
              },
            ),
          );
        isUnusable = true;
      };
      const check = attempt(() => validators.getValidator<T>(withoutPatterns(schema)), giveUp);
      return (input) => {
        const result = isUnusable || !check ? undefined : attempt(() => check(input), giveUp);
        // Unchecked, a result is what the server says it is.
        if (!result) return { valid: true, data: input as T, errorMessage: undefined };
        if (result.valid) return result;
        const mismatch = message(
          "output.mismatch",
          '"{server}" returned a result that does not fit the output schema of its tool ({problem}). Report it to its author.',
          { server, problem: safeLine(result.errorMessage, 300) },
        );
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, mismatch, new HubError("protocol", mismatch));
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

const textOf = (error: unknown): string => safeLine(error instanceof Error ? error.message : String(error), 300);
