import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";

/**
 * A listener of another extension: what it throws or rejects with reaches nobody else, and is reported the first time. Later values still
 * reach it.
 */
export function guardedListener<T>(
  listener: (value: T) => unknown,
  extension: string,
  report: (error: unknown) => void,
): (value: T) => void {
  let isReported = false;
  const failed = (error: unknown) => {
    if (isReported) return;
    isReported = true;
    report(listenerFailed(extension, error));
  };
  return (value) => {
    try {
      Promise.resolve(listener(value)).catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}

const listenerFailed = (extension: string, error: unknown): HubError =>
  new HubError(
    "internal",
    message("extensionApi.listenerFailed", 'A listener of the extension "{extension}" failed: {reason}.', {
      extension,
      reason:
        error instanceof Error
          ? safeLine(error.message, 300)
          : message("extensionApi.threw", "it threw something that is not an Error"),
    }),
    { cause: error },
  );
