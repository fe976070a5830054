import { theyAreSent } from "./whatRowsSend";

describe("the rows of Confluence", () => {
  theyAreSent({
    "confluence.getPageContent": {
      input: { pageId: "1001" },
      sent: [
        ["resource", "", {}],
        ["atlassian-v1", "getConfluencePage", { cloudId: "acme", pageId: "1001", contentFormat: "markdown" }],
        [
          "atlassian-v2",
          "getConfluenceContent",
          { cloudId: "acme", content_id: "1001", content_format: "markdown", detail: "full", include_metadata: true },
        ],
        ["sooperset", "confluence_get_page", { page_id: "1001", include_metadata: true }],
        ["npm-mcp-atlassian", "read_confluence_page", { pageId: "1001", format: "markdown" }],
        [
          "aashari-confluence",
          "conf_get",
          {
            path: "/wiki/rest/api/content/1001",
            queryParams: { expand: "body.storage,version,space,history.lastUpdated" },
            outputFormat: "json",
          },
        ],
        [
          "atlassian-dc",
          "confluence_getContent",
          { contentId: "1001", expand: "body.storage,version,space,history.lastUpdated" },
        ],
        ["answerai", "get_page", { pageId: "1001", format: "markdown" }],
      ],
    },
    "confluence.searchPages": {
      input: { query: "login" },
      sent: [
        [
          "atlassian-v1",
          "searchConfluenceUsingCql",
          { cloudId: "acme", cql: 'type = page AND siteSearch ~ "login"', limit: 20, cursor: "c" },
          "cursor 50",
        ],
        [
          "atlassian-v2",
          "searchConfluence",
          { cloudId: "acme", cql: 'type = page AND siteSearch ~ "login"', limit: 20, cursor: "c" },
          "cursor 50",
        ],
        ["sooperset", "confluence_search", { query: 'type = page AND siteSearch ~ "login"', limit: 20 }, "none 50"],
        [
          "npm-mcp-atlassian",
          "search_confluence_pages",
          { cql: 'type = page AND text ~ "login"', limit: 20, start: 30 },
          "start 50",
        ],
        [
          "aashari-confluence",
          "conf_get",
          {
            path: "/wiki/rest/api/search",
            queryParams: { cql: 'type = page AND siteSearch ~ "login"', limit: "20", start: "30" },
            outputFormat: "json",
          },
          "start 50",
        ],
        [
          "atlassian-dc",
          "confluence_searchContent",
          { cql: 'type = page AND text ~ "login"', limit: 20, start: 30, expand: "space,version" },
          "start 50",
        ],
        ["answerai", "search_pages", { query: "login", limit: 20 }, "none 50"],
      ],
    },
  });
});
