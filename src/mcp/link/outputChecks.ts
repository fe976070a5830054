import type { JsonSchemaType, JsonSchemaValidator, jsonSchemaValidator } from "@modelcontextprotocol/client";
import type { ToolResult } from "../../core/calls/toolCall";
import type { Tool } from "../../core/catalog/catalog";
import { HubError } from "../../core/hubError";
import { safeLine } from "../../core/redact";

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
