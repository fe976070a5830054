/**
 * A language model's failure in one sentence. The editor's errors carry a code (`LanguageModelError.code`); anything
 * else is the model's own.
 */
export function modelFailure(error: unknown, model: string): string {
  switch (error instanceof Error && "code" in error ? error.code : undefined) {
    case "NoPermissions":
      return `The model ${model} was not asked, because MCP Hub may not use it. Allow it with the command "Manage Language Model Access", or choose another model.`;
    case "Blocked":
      return `The model ${model} refused the request: its quota is used up or its rules forbid it. Wait a while, or choose another model.`;
    case "NotFound":
      return `The model ${model} is not there any more. Choose another model in the chat.`;
    default:
      return `The model ${model} failed: ${reason(error)} Try again, or choose another model.`;
  }
}

function reason(error: unknown): string {
  // The editor wraps the model's own error, and leaves its own message empty or general.
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text = (inner instanceof Error ? inner.message : String(inner)).trim().slice(0, 300) || "it gave no reason";
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
