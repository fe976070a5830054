import type { Cost } from "../../core/conversation/cost/offeredCost";
import { message } from "../../protocol/message";

/** A number of tokens, rounded as an estimate is. */
export const tokensText = (tokens: number): string => {
  const step = tokens < 1000 ? 10 : 100;
  return (Math.ceil(tokens / step) * step).toLocaleString("en-US");
};

/** How many tools are on and what models pay for them, without the period. */
export const costText = ({ tools, tokens }: Cost): string =>
  tools === 1
    ? message("cost.tool", "1 tool is on and costs about {tokens} tokens", { tokens: tokensText(tokens) })
    : message("cost.tools", "{tools} tools are on and cost about {tokens} tokens", {
        tools: tools.toLocaleString("en-US"),
        tokens: tokensText(tokens),
      });
