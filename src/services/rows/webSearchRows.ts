import { readHitBlocks, readHitData, readKagiHits, readLinkedHits, readNumberedHits } from "../reading/readWebHits";
import type { Row } from "./row";

const search = { method: "webSearch.search" } as const;

/** The engines, each with the names of its own arguments and the most hits of one answer. */
export const webSearchRows: readonly Row[] = [
  {
    ...search,
    kind: "brave",
    tools: ["brave_web_search"],
    args: { query: "{query}", count: "{size}", offset: "{offset}", result_filter: ["web"], "text_decorations?": false },
    page: { by: "page", most: 20 },
    read: readHitData,
    empty: ["No web results found"],
  },
  {
    ...search,
    kind: "brave (before 2)",
    tools: ["brave_web_search"],
    lacks: ["brave_llm_context"],
    args: { query: "{query}", count: "{size}", offset: "{offset}" },
    page: { by: "page", most: 20 },
    read: readHitBlocks,
  },
  {
    ...search,
    kind: "tavily",
    tools: ["tavily_search", "tavily-search"],
    args: { query: "{query}", max_results: "{size}" },
    page: { by: "none", most: 20, least: 5 },
    read: readHitBlocks,
  },
  {
    ...search,
    kind: "exa",
    tools: ["web_search_exa"],
    args: { query: "{query}", numResults: "{size}" },
    page: { by: "none", most: 100 },
    read: readHitBlocks,
    empty: ["No search results found"],
  },
  {
    ...search,
    kind: "firecrawl",
    tools: ["firecrawl_search"],
    args: { query: "{query}", limit: "{size}", "sources?": [{ type: "web" }] },
    page: { by: "none", most: 100 },
    read: readHitData,
  },
  {
    ...search,
    kind: "perplexity",
    tools: ["perplexity_search"],
    args: { query: "{query}", max_results: "{size}" },
    page: { by: "none", most: 20 },
    read: readNumberedHits,
  },
  {
    ...search,
    kind: "duckduckgo (npm)",
    tools: ["duckduckgo_web_search"],
    args: { query: "{query}", count: "{size}" },
    page: { by: "none", most: 20 },
    read: readLinkedHits,
  },
  {
    ...search,
    kind: "duckduckgo (Python)",
    tools: ["search"],
    requires: ["fetch_content"],
    args: { query: "{query}", max_results: "{size}" },
    page: { by: "none", most: 20 },
    read: readNumberedHits,
    empty: ["No results were found"],
  },
  {
    ...search,
    kind: "kagi",
    tools: ["kagi_search_fetch"],
    args: { queries: ["{query}"] },
    page: { by: "none", most: 100 },
    read: readKagiHits,
  },
];
