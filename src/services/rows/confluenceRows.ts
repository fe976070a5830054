import { readPage, readPageHits, readPageResource } from "../reading/readConfluence";
import type { Row } from "./row";

const page = { method: "confluence.getPageContent", read: readPage } as const;
const search = { method: "confluence.searchPages", read: readPageHits } as const;
const expand = "body.storage,version,space,history.lastUpdated";

export const confluenceRows: readonly Row[] = [
  {
    ...page,
    kind: "resource",
    tools: [],
    resource: "confluence://page/{pageId|path}",
    args: {},
    read: readPageResource,
  },
  {
    ...page,
    kind: "atlassian-v1",
    tools: ["getConfluencePage"],
    args: { cloudId: "{cloudId}", pageId: "{pageId}", "contentFormat?": "markdown" },
  },
  {
    ...page,
    kind: "atlassian-v2",
    tools: ["getConfluenceContent"],
    args: {
      cloudId: "{cloudId}",
      content_id: "{pageId}",
      "content_format?": "markdown",
      "detail?": "full",
      "include_metadata?": true,
    },
  },
  {
    ...page,
    kind: "sooperset",
    tools: ["confluence_get_page"],
    args: { page_id: "{pageId}", "include_metadata?": true },
  },
  {
    ...page,
    kind: "npm-mcp-atlassian",
    tools: ["read_confluence_page"],
    args: { pageId: "{pageId}", "format?": "markdown" },
  },
  {
    ...page,
    kind: "aashari-confluence",
    tools: ["conf_get"],
    args: {
      path: "/wiki/rest/api/content/{pageId|path}",
      queryParams: { expand },
      outputFormat: "json",
    },
  },
  {
    ...page,
    kind: "atlassian-dc",
    tools: ["confluence_getContent"],
    args: { contentId: "{pageId}", "expand?": expand },
  },
  {
    ...page,
    kind: "answerai",
    tools: ["get_page"],
    requires: ["search_pages"],
    args: { pageId: "{pageId}", "format?": "markdown" },
  },
  {
    ...search,
    kind: "atlassian-v1",
    tools: ["searchConfluenceUsingCql"],
    args: { cloudId: "{cloudId}", cql: "{siteCql}", limit: "{size}", cursor: "{cursor}" },
    page: { by: "cursor", most: 50 },
  },
  {
    ...search,
    kind: "atlassian-v2",
    tools: ["searchConfluence"],
    args: { cloudId: "{cloudId}", cql: "{siteCql}", limit: "{size}", cursor: "{cursor}" },
    page: { by: "cursor", most: 50 },
  },
  {
    ...search,
    kind: "sooperset",
    tools: ["confluence_search"],
    args: { query: "{siteCql}", limit: "{size}" },
    page: { by: "none", most: 50 },
  },
  {
    ...search,
    kind: "npm-mcp-atlassian",
    tools: ["search_confluence_pages"],
    args: { cql: "{cql}", limit: "{size}", start: "{start}" },
    page: { by: "start", most: 50 },
  },
  {
    ...search,
    kind: "aashari-confluence",
    tools: ["conf_get"],
    args: {
      path: "/wiki/rest/api/search",
      queryParams: { cql: "{siteCql}", limit: "{size|text}", start: "{start|text}" },
      outputFormat: "json",
    },
    page: { by: "start", most: 50 },
  },
  {
    ...search,
    kind: "atlassian-dc",
    tools: ["confluence_searchContent"],
    args: { cql: "{cql}", limit: "{size}", start: "{start}", "expand?": "space,version" },
    page: { by: "start", most: 50 },
  },
  {
    ...search,
    kind: "answerai",
    tools: ["search_pages"],
    requires: ["get_page"],
    args: { query: "{query}", limit: "{size}" },
    cannot: ["spaceKey"],
    page: { by: "none", most: 50 },
  },
];
