import {
  type JsonSchemaType,
  type JsonSchemaValidator,
  type jsonSchemaValidator,
  ProtocolError,
  ProtocolErrorCode,
} from "@modelcontextprotocol/client";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/client/validators/cf-worker";
import { withoutPatterns } from "../../core/catalog/withoutPatterns";
import { HubError } from "../../core/hubError";
import { safeLine } from "../../core/redact";

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
