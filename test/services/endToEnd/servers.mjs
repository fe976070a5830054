// Real servers of npm for the services, each with what makes it talk to the fake vendor, and what the services ask of it.

/**
 * @typedef {object} Tried
 * @property {string} name The package with its version.
 * @property {string} [beside] A package that it needs and does not name.
 * @property {readonly string[]} [args]
 * @property {(base: string) => Record<string, string>} env
 * @property {true} [redirected] It has no setting for the address of its vendor.
 * @property {readonly Asked[]} asks
 * @property {Readonly<Partial<Record<Column, string>>>} [cannot] Why something is not asked, or comes to less.
 *
 * @typedef {"search" | "get" | "write" | "429" | "401" | "paging"} Column
 *
 * @typedef {readonly [service: string, method: string, given: unknown, expected: unknown]} Asked A text as what is expected is the code of a failure.
 */

const failures = (
  /** @type {string} */ service,
  /** @type {string} */ method,
  /** @type {(query: string) => unknown} */ given,
) =>
  /** @type {const} */ ([
    [service, method, given("ERR429"), "rate-limited"],
    [service, method, given("ERR401"), "needs-auth"],
  ]);

/** All that the vendor has. @param {string} base */
const tickets = (base) =>
  Array.from({ length: 260 }, (_, at) => ({
    id: `PROJ-${at + 1}`,
    title: `Ticket ${at + 1}`,
    status: at % 2 ? "Done" : "Open",
    type: "Bug",
    priority: "High",
    assignee: "Mia Sample",
    created: "2026-03-01T09:00:00.000Z",
    updated: "2026-03-02T10:00:00.000Z",
    url: `${base}/browse/PROJ-${at + 1}`,
  }));

/** @param {string} base */
const issue = (base) => ({ ...tickets(base)[0], description: "Steps", reporter: "Ron Sample", labels: ["auth"] });

/** @param {string} base @param {number} [most] @returns {readonly Asked[]} */
const jira = (base, most = 260) => [
  [
    "jira",
    "searchTickets",
    { status: ["Open"], maxResults: 300 },
    { items: tickets(base).slice(0, most), incomplete: most < 260 },
  ],
  ["jira", "searchIssues", { jql: "EMPTY" }, { items: [], incomplete: false }],
  ["jira", "getIssue", "PROJ-1", issue(base)],
  [
    "jira",
    "createIssue",
    { projectKey: "PROJ", issueType: "Bug", summary: "x" },
    { id: "PROJ-999", url: `${base}/browse/PROJ-999` },
  ],
  ...failures("jira", "searchIssues", (jql) => ({ jql })),
];

/** @param {number} at */
const hit = (at) => ({
  title: `R${at}`,
  url: `https://example.test/${at}`,
  snippet: `D${at}`,
  published: null,
  rank: at + 1,
});

/** @type {Asked} */
const found = ["webSearch", "search", { query: "mcp" }, { items: [0, 1].map(hit), incomplete: false }];

/** @type {Asked} */
const nothing = ["webSearch", "search", { query: "EMPTY" }, { items: [], incomplete: false }];
const engine = [found, nothing, ...failures("webSearch", "search", (query) => ({ query }))];

/** @type {readonly Asked[]} */
const slack = [
  [
    "slack",
    "sendMessage",
    { channel: "C1", text: "hi" },
    { ok: true, channel: "C1", ts: "1767225601.000200", permalink: null },
  ],
  ...failures("slack", "sendMessage", (channel) => ({ channel, text: "hi" })),
  ["slack", "searchMessages", { query: "x" }, "unsupported"],
];

/** @param {string} base @returns {readonly Tried[]} */
export const servers = (base) => [
  {
    name: "mcp-atlassian@2.1.0",
    beside: "jsdom@29.1.1",
    env: () => ({ ATLASSIAN_BASE_URL: base, ATLASSIAN_EMAIL: "a@example.test", ATLASSIAN_API_TOKEN: "x" }),
    cannot: {
      429: "`server-error`: its message does not say why",
      401: "`server-error`: its message does not say why",
    },
    asks: [
      ...jira(base).filter(([, , , expected]) => typeof expected !== "string"),
      ["jira", "searchIssues", { jql: "ERR401" }, "server-error"],
      [
        "confluence",
        "searchPages",
        { spaceKey: "DEV", query: "login" },
        {
          items: [
            {
              id: "1001",
              title: "Login design",
              excerpt: null,
              spaceKey: "DEV",
              lastModified: null,
              url: `${base}/wiki/spaces/DEV/pages/1001`,
            },
          ],
          incomplete: false,
        },
      ],
    ],
  },
  {
    name: "@nexus2520/jira-mcp-server@1.2.0",
    env: () => ({ JIRA_BASE_URL: base, JIRA_EMAIL: "a@example.test", JIRA_API_TOKEN: "x" }),
    asks: jira(base, 100),
    cannot: { paging: "100 at most: it has no cursor" },
  },
  {
    name: "@aashari/mcp-server-atlassian-jira@3.3.0",
    redirected: true,
    env: () => ({ ATLASSIAN_SITE_NAME: "dummy", ATLASSIAN_USER_EMAIL: "a@example.test", ATLASSIAN_API_TOKEN: "x" }),
    asks: jira(base),
  },
  {
    name: "@answerai/confluence-mcp@1.0.0",
    cannot: { write: "no method", paging: "50 at most: it has no cursor" },
    env: () => ({ CONFLUENCE_BASE_URL: base, CONFLUENCE_API_TOKEN: "x", CONFLUENCE_USER_EMAIL: "a@example.test" }),
    asks: [
      [
        "confluence",
        "getPageContent",
        "1001",
        {
          id: "1001",
          title: "Login design",
          content: "Login Use SSO.",
          spaceKey: "DEV",
          lastModified: null,
          url: null,
        },
      ],
      [
        "confluence",
        "searchPages",
        { query: "login" },
        {
          items: [
            {
              id: "1001",
              title: "Login design",
              excerpt: "Login Use SSO.",
              spaceKey: "DEV",
              lastModified: null,
              url: null,
            },
          ],
          incomplete: false,
        },
      ],
      ...failures("confluence", "getPageContent", (pageId) => ({ pageId })),
    ],
  },
  {
    name: "@modelcontextprotocol/server-slack@2025.4.25",
    redirected: true,
    env: () => ({ SLACK_BOT_TOKEN: "xoxb-dummy", SLACK_TEAM_ID: "T01" }),
    asks: slack,
    cannot: { search: "`unsupported`: it has no tool for that" },
  },
  {
    name: "@zencoderai/slack-mcp-server@0.0.1",
    redirected: true,
    env: () => ({ SLACK_BOT_TOKEN: "xoxb-dummy", SLACK_TEAM_ID: "T01" }),
    asks: slack,
    cannot: { search: "`unsupported`: it has no tool for that" },
  },
  {
    name: "figma-developer-mcp@0.13.2",
    args: ["--stdio", "--no-telemetry"],
    redirected: true,
    env: () => ({ FIGMA_API_KEY: "x" }),
    cannot: { write: "no method" },
    asks: [
      [
        "figma",
        "getFile",
        "AbC123",
        { fileKey: "AbC123", name: "Demo file", pages: [{ id: "0:1", name: "Page 1" }], lastModified: null },
      ],
      [
        "figma",
        "getComponents",
        { fileKey: "AbC123" },
        { items: [{ id: "1:2", key: "k1", name: "Button" }], incomplete: false },
      ],
      ...failures("figma", "getFile", (fileKey) => ({ fileKey })),
    ],
  },
  {
    name: "@brave/brave-search-mcp-server@2.1.4",
    redirected: true,
    env: () => ({ BRAVE_API_KEY: "x" }),
    asks: [
      ...engine,
      [
        "webSearch",
        "search",
        { query: "MANY", limit: 40 },
        { items: Array.from({ length: 40 }, (_, at) => hit(at)), incomplete: false },
      ],
    ],
  },
  { name: "tavily-mcp@0.2.22", redirected: true, env: () => ({ TAVILY_API_KEY: "tvly-x" }), asks: engine },
  { name: "exa-mcp-server@3.4.1", redirected: true, env: () => ({ EXA_API_KEY: "x" }), asks: engine },
  {
    name: "firecrawl-mcp@3.22.2",
    env: () => ({ FIRECRAWL_API_KEY: "fc-x", FIRECRAWL_API_URL: base }),
    asks: engine,
  },
  {
    name: "@perplexity-ai/mcp-server@1.2.1",
    env: () => ({ PERPLEXITY_API_KEY: "x", PERPLEXITY_BASE_URL: base }),
    asks: engine,
  },
  {
    name: "@notionhq/notion-mcp-server@2.5.2",
    env: () => ({ NOTION_TOKEN: "ntn_x", BASE_URL: base }),
    asks: [
      [
        "notion",
        "searchPages",
        { query: "x" },
        { items: [{ id: "1", title: null, url: "https://notion.test/p" }], incomplete: false },
      ],
    ],
  },
];
