import { message } from "../../protocol/message";

/**
 * Describes a language model's failure in one sentence. The editor's errors have a code (`LanguageModelError.code`); all
 * others come from the model itself.
 */
export function modelFailure(error: unknown, model: string): string {
  switch (error instanceof Error && "code" in error ? error.code : undefined) {
    case "NoPermissions":
      return message(
        "chat.modelNotAllowed",
        'MCP Hub is not allowed to use the model {model}. Allow it with the command "Manage Language Model Access", or choose another model.',
        { model },
      );
    case "Blocked":
      return message(
        "chat.modelRefused",
        "The model {model} refused the request: its quota is used up or its rules forbid it. Wait a while, or choose another model.",
        { model },
      );
    case "NotFound":
      return message("chat.modelGone", "The model {model} is no longer available. Choose another model in the chat.", {
        model,
      });
    default:
      return message("chat.modelFailed", "The model {model} failed: {reason} Try again, or choose another model.", {
        model,
        reason: reason(error),
      });
  }
}

function reason(error: unknown): string {
  // The editor wraps the model's error and gives the wrapper an empty or general message.
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text = (inner instanceof Error ? inner.message : String(inner)).trim().slice(0, 300);
  if (text === "") return message("chat.noReason", "it gave no reason.");
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
