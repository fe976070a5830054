import type { Options } from "../../core/config/settings";

/** Characters of a token, on the cautious side: English text has about four, JSON about three. */
export const charactersPerToken = 3;

/** Bytes that a result may have: the setting, or less where the caller has room for fewer tokens. */
export const resultLimit = ({ resultLimitKb }: Options, tokenBudget = Number.POSITIVE_INFINITY): number =>
  Math.max(1, Math.floor(Math.min(resultLimitKb * 1024, tokenBudget * charactersPerToken)));
