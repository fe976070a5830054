import type { CatalogCounts } from "../../src/protocol/hubEvent";
import { message, textLanguage } from "../../src/protocol/message";

/** e.g. `12 tools, 1 prompt`; empty if the server offers nothing. */
export function offerWords({ tools, resources, resourceTemplates, prompts }: CatalogCounts): string {
  const parts = [
    many(tools, message("page.offers.oneTool", "1 tool"), (count) =>
      message("page.offers.tools", "{count} tools", { count }),
    ),
    many(resources, message("page.offers.oneResource", "1 resource"), (count) =>
      message("page.offers.resources", "{count} resources", { count }),
    ),
    many(resourceTemplates, message("page.offers.oneTemplate", "1 resource template"), (count) =>
      message("page.offers.templates", "{count} resource templates", { count }),
    ),
    many(prompts, message("page.offers.onePrompt", "1 prompt"), (count) =>
      message("page.offers.prompts", "{count} prompts", { count }),
    ),
  ].filter((part) => part !== undefined);
  return parts.join(", ");
}

function many(count: number, one: string, several: (count: string) => string): string | undefined {
  if (count === 0) return undefined;
  return count === 1 ? one : several(count.toLocaleString(textLanguage()));
}
