import { message } from "../../../protocol/message";
import { bearer, keyIn, npm, type Preset, remote, taken } from "./preset";

/** Searches of the web. */
export const webPresets = (): readonly Preset[] => [
  {
    id: "brave-search",
    title: "Brave Search",
    about: message("preset.brave", "Search the web with Brave"),
    signIn: "key",
    source: "https://github.com/brave/brave-search-mcp-server",
    taken,
    tried: false,
    server: npm("@brave/brave-search-mcp-server", "2.1.4", {
      environmentVariables: [
        keyIn("BRAVE_API_KEY", message("preset.braveKey", "A key from api-dashboard.search.brave.com")),
      ],
    }),
  },
  {
    id: "tavily",
    title: "Tavily",
    about: message("preset.tavily", "Search the web and extract pages with Tavily"),
    signIn: "browser",
    source: "https://github.com/tavily-ai/tavily-mcp",
    taken,
    tried: false,
    server: remote(
      "https://mcp.tavily.com/mcp",
      bearer("TAVILY_API_KEY", message("preset.tavilyKey", "Only instead of signing in: a key from app.tavily.com")),
    ),
  },
  {
    id: "exa",
    title: "Exa",
    about: message("preset.exa", "Search the web for code and documents with Exa"),
    signIn: "none",
    source: "https://github.com/exa-labs/exa-mcp-server",
    taken,
    tried: false,
    server: remote("https://mcp.exa.ai/mcp"),
  },
  {
    id: "perplexity",
    title: "Perplexity",
    about: message("preset.perplexity", "Answers with sources from the web"),
    signIn: "key",
    source: "https://github.com/perplexityai/modelcontextprotocol",
    taken,
    tried: false,
    server: npm("@perplexity-ai/mcp-server", "1.2.1", {
      environmentVariables: [
        keyIn("PERPLEXITY_API_KEY", message("preset.perplexityKey", "A key from console.perplexity.ai")),
      ],
    }),
  },
  {
    id: "firecrawl",
    title: "Firecrawl",
    about: message("preset.firecrawl", "Read and crawl web pages"),
    signIn: "key",
    source: "https://github.com/firecrawl/firecrawl-mcp-server",
    taken,
    tried: false,
    server: npm("firecrawl-mcp", "3.26.0", {
      environmentVariables: [
        keyIn("FIRECRAWL_API_KEY", message("preset.firecrawlKey", "A key from firecrawl.dev/app/api-keys")),
      ],
    }),
  },
];
