import { useEffect, useState } from "preact/hooks";
import type { CatalogCounts, ServerId } from "../../src/protocol/hubEvent";
import { message } from "../../src/protocol/message";
import type { ToolCosts } from "../../src/protocol/panel/serverCard";
import type { HostPort } from "../hostPort";
import { Icon } from "../icon";
import { count } from "../time";

const tableLabel = message("page.toolCostList.toolsWithTheirCost", "Tools with their cost");

interface ToolCostListProps {
  readonly host: HostPort;
  readonly server: ServerId;
  /** Another object after each change of what the server offers. */
  readonly counts: CatalogCounts;
  readonly fail: (error: unknown) => void;
}

/** The tools of a server with what each costs a language model. The host works that out once somebody wants it. */
export function ToolCostList({ host, server, counts, fail }: ToolCostListProps) {
  const [isOpen, setOpen] = useState(false);
  const [costs, setCosts] = useState<ToolCosts>();
  useEffect(() => {
    if (!isOpen) return;
    let isOver = false;
    host
      .request("toolCosts", server)
      .then((read) => !isOver && setCosts(read))
      .catch(fail);
    return () => {
      isOver = true;
    };
  }, [isOpen, counts]);
  if (counts.tools === 0) return null;
  return (
    <div class="tool-costs">
      <button type="button" class="fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? "chevron-down" : "chevron-right"} />{" "}
        {message("page.toolCostList.toolsTools", "Tools ({tools})", { tools: count(counts.tools) })}
      </button>
      {isOpen && costs && (
        <>
          <p class="quiet">
            {message(
              "page.toolCostList.aModelReadsAboutTotal",
              "A model reads about {total} tokens for these tools in each request.",
              { total: count(costs.total) },
            )}
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section class="scrolls" tabIndex={0} aria-label={tableLabel}>
            <table class="figures">
              <thead>
                <tr>
                  <th scope="col">{message("page.toolCostList.tool", "Tool")}</th>
                  <th scope="col" class="number">
                    {message("page.toolCostList.tokensEstimate", "Tokens (estimate)")}
                  </th>
                </tr>
              </thead>
              <tbody>
                {costs.tools.map(({ name, tokens }, index) => (
                  <tr key={index}>
                    <th scope="row">{name}</th>
                    <td class="number">{count(tokens)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          {costs.more > 0 && (
            <p class="quiet">
              {message("page.toolCostList.moreMoreToolsAreNot", "{more} more tools are not shown.", {
                more: count(costs.more),
              })}
            </p>
          )}
        </>
      )}
    </div>
  );
}
