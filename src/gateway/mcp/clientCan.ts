import type { SupportedFeatures } from "../../core/questions/clientFeatures";
import { isObject } from "../../protocol/isObject";

/** What a client says that it answers (specification, lifecycle, capabilities). An `elicitation` without a mode means forms. */
export function clientCan(capabilities: unknown): SupportedFeatures {
  const { roots, sampling, elicitation } = isObject(capabilities) ? capabilities : {};
  const modes = isObject(elicitation) ? elicitation : undefined;
  return {
    roots: isObject(roots),
    sampling: isObject(sampling),
    forms: modes !== undefined && (isObject(modes.form) || !isObject(modes.url)),
    urls: isObject(modes?.url),
  };
}
