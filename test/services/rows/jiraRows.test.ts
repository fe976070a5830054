import { theyAreSent } from "./whatRowsSend";

const listed = "summary,status,issuetype,priority,assignee,created,updated";
const shown = `${listed},reporter,labels,description`;
const document = (text: string) => ({
  type: "doc",
  version: 1,
  content: [{ type: "paragraph", content: [{ type: "text", text }] }],
});

describe("the rows of Jira", () => {
  theyAreSent({
    "jira.searchIssues": {
      input: { jql: "project = PROJ" },
      sent: [
        [
          "atlassian-v1",
          "searchJiraIssuesUsingJql",
          {
            cloudId: "acme",
            jql: "project = PROJ",
            fields: listed.split(","),
            maxResults: 20,
            nextPageToken: "c",
            responseContentFormat: "markdown",
          },
          "cursor 100",
        ],
        [
          "atlassian-v2",
          "searchJiraIssuesUsingJql",
          { cloudId: "acme", jql: "project = PROJ", fields: listed.split(","), maxResults: 20, nextPageToken: "c" },
          "cursor 100",
        ],
        [
          "sooperset",
          "jira_search",
          { jql: "project = PROJ", fields: listed, limit: 20, start_at: 30, page_token: "c" },
          "either 50",
        ],
        [
          "nexus2520",
          "jira_search",
          { action: "issues", jql: "project = PROJ", maxResults: 20, nextPageToken: "c" },
          "none 100",
        ],
        ["npm-mcp-atlassian", "search_jira_issues", { jql: "project = PROJ", maxResults: 20, startAt: 30 }, "start 50"],
        [
          "aashari-jira",
          "jira_get",
          {
            path: "/rest/api/3/search/jql",
            queryParams: { jql: "project = PROJ", maxResults: "20", fields: listed, nextPageToken: "c" },
            jq: "{issues: issues[*].{key: key, self: self, fields: fields.{summary: summary, status: status.name, issueType: issuetype.name, priority: priority.name, assignee: assignee.displayName, created: created, updated: updated}}, isLast: isLast, nextPageToken: nextPageToken}",
            outputFormat: "json",
          },
          "cursor 50",
        ],
        ["atlassian-dc", "jira_searchIssues", { jql: "project = PROJ", maxResults: 20, startAt: 30 }, "start 50"],
      ],
    },
    "jira.getIssue": {
      input: { key: "PROJ-1" },
      sent: [
        [
          "atlassian-v1",
          "getJiraIssue",
          { cloudId: "acme", issueIdOrKey: "PROJ-1", fields: shown.split(","), responseContentFormat: "markdown" },
        ],
        ["atlassian-v2", "getJiraIssue", { cloudId: "acme", issueIdOrKey: "PROJ-1", fields: shown.split(",") }],
        ["sooperset", "jira_get_issue", { issue_key: "PROJ-1", fields: shown }],
        ["nexus2520", "jira_issues", { action: "get", issueKey: "PROJ-1" }],
        ["npm-mcp-atlassian", "read_jira_issue", { issueKey: "PROJ-1" }],
        [
          "aashari-jira",
          "jira_get",
          { path: "/rest/api/3/issue/PROJ-1", queryParams: { fields: shown }, outputFormat: "json" },
        ],
        ["atlassian-dc", "jira_getIssue", { issueKey: "PROJ-1" }],
      ],
    },
    "jira.createIssue": {
      input: { projectKey: "PROJ", issueType: "Bug", summary: "S", description: "D" },
      sent: [
        [
          "atlassian-v1",
          "createJiraIssue",
          {
            cloudId: "acme",
            projectKey: "PROJ",
            issueTypeName: "Bug",
            summary: "S",
            description: "D",
            contentFormat: "markdown",
          },
        ],
        [
          "atlassian-v2",
          "createJiraIssue",
          { cloudId: "acme", projectKey: "PROJ", issueType: "Bug", summary: "S", description: "D" },
        ],
        ["sooperset", "jira_create_issue", { project_key: "PROJ", summary: "S", issue_type: "Bug", description: "D" }],
        [
          "nexus2520",
          "jira_issues",
          { action: "create", projectKey: "PROJ", summary: "S", issueType: "Bug", description: "D" },
        ],
        [
          "npm-mcp-atlassian",
          "create_jira_issue",
          { projectKey: "PROJ", issueType: "Bug", summary: "S", description: "D" },
        ],
        [
          "aashari-jira",
          "jira_post",
          {
            path: "/rest/api/3/issue",
            body: {
              fields: {
                project: { key: "PROJ" },
                summary: "S",
                issuetype: { name: "Bug" },
                description: document("D"),
              },
            },
            outputFormat: "json",
          },
        ],
      ],
    },
    "jira.getComments": {
      input: { key: "PROJ-1" },
      sent: [
        ["nexus2520", "jira_comments", { action: "get", issueKey: "PROJ-1" }],
        [
          "aashari-jira",
          "jira_get",
          {
            path: "/rest/api/3/issue/PROJ-1/comment",
            queryParams: { maxResults: "20", startAt: "30" },
            outputFormat: "json",
          },
          "start 50",
        ],
        ["sooperset", "jira_get_issue", { issue_key: "PROJ-1", fields: "comment", comment_limit: 20 }, "none 100"],
      ],
    },
    "jira.addComment": {
      input: { key: "PROJ-1", text: "hi" },
      sent: [
        ["sooperset", "jira_add_comment", { issue_key: "PROJ-1", body: "hi" }],
        ["npm-mcp-atlassian", "add_jira_comment", { issueKey: "PROJ-1", body: "hi" }],
        ["nexus2520", "jira_comments", { action: "add", issueKey: "PROJ-1", comment: "hi" }],
        [
          "aashari-jira",
          "jira_post",
          { path: "/rest/api/3/issue/PROJ-1/comment", body: { body: document("hi") }, outputFormat: "json" },
        ],
      ],
    },
    "jira.getTransitions": {
      input: { key: "PROJ-1" },
      sent: [
        ["sooperset", "jira_get_transitions", { issue_key: "PROJ-1" }],
        ["nexus2520", "jira_workflow", { action: "get_transitions", issueKey: "PROJ-1" }],
        ["aashari-jira", "jira_get", { path: "/rest/api/3/issue/PROJ-1/transitions", outputFormat: "json" }],
      ],
    },
    "jira.transitionIssue": {
      input: { key: "PROJ-1", transitionId: "31" },
      sent: [
        ["sooperset", "jira_transition_issue", { issue_key: "PROJ-1", transition_id: "31" }],
        ["nexus2520", "jira_workflow", { action: "transition", issueKey: "PROJ-1", transitionId: "31" }],
        [
          "aashari-jira",
          "jira_post",
          { path: "/rest/api/3/issue/PROJ-1/transitions", body: { transition: { id: "31" } }, outputFormat: "json" },
        ],
      ],
    },
  });
});
