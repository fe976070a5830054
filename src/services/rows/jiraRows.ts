import { readCreated, readIssue, readTickets } from "../reading/readJira";
import type { Row } from "./row";

const search = { method: "jira.searchIssues", read: readTickets } as const;
const get = { method: "jira.getIssue", read: readIssue } as const;
const create = { method: "jira.createIssue", read: readCreated } as const;

/** The fields of a ticket in a list; the answer of some servers is cut if they send all. */
const listed = ["summary", "status", "issuetype", "priority", "assignee", "created", "updated"];
const shown = [...listed, "reporter", "labels", "description"];

/** The same in the answer (JMESPath), for a server that cuts a long one. */
const onlyListed = `{issues: issues[*].{key: key, self: self, fields: fields.{${[
  "summary: summary",
  "status: status.name",
  "issueType: issuetype.name",
  "priority: priority.name",
  "assignee: assignee.displayName",
  "created: created",
  "updated: updated",
].join(", ")}}}, isLast: isLast, nextPageToken: nextPageToken}`;

/** Servers of Atlassian and others for Jira: searching, reading, creating. */
export const jiraRows: readonly Row[] = [
  {
    ...search,
    kind: "atlassian-v1",
    tools: ["searchJiraIssuesUsingJql"],
    args: {
      cloudId: "{cloudId}",
      jql: "{jql}",
      fields: listed,
      maxResults: "{size}",
      nextPageToken: "{cursor}",
      responseContentFormat: "markdown",
    },
    page: { by: "cursor", most: 100 },
  },
  {
    ...search,
    kind: "atlassian-v2",
    tools: ["searchJiraIssuesUsingJql"],
    args: { cloudId: "{cloudId}", jql: "{jql}", "fields?": listed, maxResults: "{size}", nextPageToken: "{cursor}" },
    page: { by: "cursor", most: 100 },
  },
  {
    ...search,
    kind: "sooperset",
    tools: ["jira_search"],
    args: {
      jql: "{jql}",
      "fields?": listed.join(","),
      limit: "{size}",
      start_at: "{start}",
      page_token: "{cursor}",
    },
    page: { by: "either", most: 50 },
  },
  {
    ...search,
    kind: "nexus2520",
    tools: ["jira_search"],
    args: { action: "issues", jql: "{jql}", maxResults: "{size}", "nextPageToken?": "{cursor}" },
    page: { by: "none", most: 100 },
  },
  {
    ...search,
    kind: "npm-mcp-atlassian",
    tools: ["search_jira_issues"],
    args: { jql: "{jql}", maxResults: "{size}", startAt: "{start}" },
    page: { by: "start", most: 50 },
  },
  {
    ...search,
    kind: "aashari-jira",
    tools: ["jira_get"],
    args: {
      path: "/rest/api/3/search/jql",
      queryParams: {
        jql: "{jql}",
        maxResults: "{size|text}",
        fields: listed.join(","),
        nextPageToken: "{cursor|text}",
      },
      "jq?": onlyListed,
      outputFormat: "json",
    },
    page: { by: "cursor", most: 50 },
  },
  {
    ...search,
    kind: "atlassian-dc",
    tools: ["jira_searchIssues"],
    args: { jql: "{jql}", maxResults: "{size}", startAt: "{start}" },
    page: { by: "start", most: 50 },
  },
  {
    ...get,
    kind: "atlassian-v1",
    tools: ["getJiraIssue"],
    args: { cloudId: "{cloudId}", issueIdOrKey: "{key}", fields: shown, responseContentFormat: "markdown" },
  },
  {
    ...get,
    kind: "atlassian-v2",
    tools: ["getJiraIssue"],
    args: { cloudId: "{cloudId}", issueIdOrKey: "{key}", "fields?": shown },
  },
  { ...get, kind: "sooperset", tools: ["jira_get_issue"], args: { issue_key: "{key}", "fields?": shown.join(",") } },
  { ...get, kind: "nexus2520", tools: ["jira_issues"], args: { action: "get", issueKey: "{key}" } },
  { ...get, kind: "npm-mcp-atlassian", tools: ["read_jira_issue"], args: { issueKey: "{key}" } },
  {
    ...get,
    kind: "aashari-jira",
    tools: ["jira_get"],
    args: {
      path: "/rest/api/3/issue/{key|path}",
      queryParams: { fields: shown.join(",") },
      outputFormat: "json",
    },
  },
  { ...get, kind: "atlassian-dc", tools: ["jira_getIssue"], args: { issueKey: "{key}" } },
  {
    ...create,
    kind: "atlassian-v1",
    tools: ["createJiraIssue"],
    args: {
      cloudId: "{cloudId}",
      projectKey: "{projectKey}",
      issueTypeName: "{issueType}",
      summary: "{summary}",
      description: "{description}",
      "contentFormat?": "markdown",
    },
  },
  {
    ...create,
    kind: "atlassian-v2",
    tools: ["createJiraIssue"],
    args: {
      cloudId: "{cloudId}",
      projectKey: "{projectKey}",
      issueType: "{issueType}",
      summary: "{summary}",
      description: "{description}",
    },
  },
  {
    ...create,
    kind: "sooperset",
    tools: ["jira_create_issue"],
    args: {
      project_key: "{projectKey}",
      summary: "{summary}",
      issue_type: "{issueType}",
      description: "{description}",
    },
  },
  {
    ...create,
    kind: "nexus2520",
    tools: ["jira_issues"],
    args: {
      action: "create",
      projectKey: "{projectKey}",
      summary: "{summary}",
      issueType: "{issueType}",
      description: "{description}",
    },
  },
  {
    ...create,
    kind: "npm-mcp-atlassian",
    tools: ["create_jira_issue"],
    args: {
      projectKey: "{projectKey}",
      issueType: "{issueType}",
      summary: "{summary}",
      description: "{description}",
    },
  },
  {
    ...create,
    kind: "aashari-jira",
    tools: ["jira_post"],
    args: {
      path: "/rest/api/3/issue",
      body: {
        fields: {
          project: { key: "{projectKey}" },
          summary: "{summary}",
          issuetype: { name: "{issueType}" },
          description: "{description|document}",
        },
      },
      outputFormat: "json",
    },
  },
];
