import type { ConnectionState } from "../protocol/connectionState";
import { safeLine, safeText } from "./redact";

/** The longest text that a server may put into its state, in characters. */
const textLimit = 4000;

/** A state as it may enter the stream: texts that a server had a part in are cleaned and cut. */
export function boundedState(state: ConnectionState): ConnectionState {
  if ("error" in state)
    return { ...state, error: { ...state.error, message: safeText(state.error.message, textLimit) } };
  if (state.kind !== "ready") return state;
  const { name, version, instructions, ...info } = state.info;
  return {
    ...state,
    info: {
      ...info,
      name: safeLine(name),
      version: safeLine(version),
      ...(instructions !== undefined && { instructions: safeText(instructions, textLimit) }),
    },
  };
}
