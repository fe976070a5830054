import { message, nameOfServer } from "../../../protocol/message";
import type { Cost } from "./offeredCost";
import type { UnusedTools } from "./unusedTools";

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

/** What a person is told of tools that cost tokens and that nobody calls. */
export const unusedText = ({ server, names, tokens }: UnusedTools): string =>
  message(
    "cost.unused",
    "{count} tools of {name} have not been called in a week and cost about {tokens} tokens in each request.",
    { count: names.length, name: nameOfServer(server), tokens: tokensText(tokens) },
  );
