import { readComments, readDone, readTransitions } from "../reading/readJira";
import type { Row } from "./row";

const comments = { method: "jira.getComments", read: readComments } as const;
const add = { method: "jira.addComment", read: readDone } as const;
const steps = { method: "jira.getTransitions", read: readTransitions } as const;
const step = { method: "jira.transitionIssue", read: readDone } as const;

const key = "/rest/api/3/issue/{key|path}";
const json = { outputFormat: "json" } as const;

/** Comments on tickets, and the steps that they can take. */
export const jiraTalkRows: readonly Row[] = [
  { ...comments, kind: "nexus2520", tools: ["jira_comments"], args: { action: "get", issueKey: "{key}" } },
  {
    ...comments,
    kind: "aashari-jira",
    tools: ["jira_get"],
    args: { path: `${key}/comment`, queryParams: { maxResults: "{size|text}", startAt: "{start|text}" }, ...json },
    page: { by: "start", most: 50 },
  },
  {
    ...comments,
    kind: "sooperset",
    tools: ["jira_get_issue"],
    args: { issue_key: "{key}", fields: "comment", comment_limit: "{size}" },
    page: { by: "none", most: 100 },
  },
  { ...add, kind: "sooperset", tools: ["jira_add_comment"], args: { issue_key: "{key}", body: "{text}" } },
  { ...add, kind: "npm-mcp-atlassian", tools: ["add_jira_comment"], args: { issueKey: "{key}", body: "{text}" } },
  {
    ...add,
    kind: "nexus2520",
    tools: ["jira_comments"],
    args: { action: "add", issueKey: "{key}", comment: "{text}" },
  },
  {
    ...add,
    kind: "aashari-jira",
    tools: ["jira_post"],
    args: { path: `${key}/comment`, body: { body: "{text|document}" }, ...json },
  },
  { ...steps, kind: "sooperset", tools: ["jira_get_transitions"], args: { issue_key: "{key}" } },
  { ...steps, kind: "nexus2520", tools: ["jira_workflow"], args: { action: "get_transitions", issueKey: "{key}" } },
  { ...steps, kind: "aashari-jira", tools: ["jira_get"], args: { path: `${key}/transitions`, ...json } },
  {
    ...step,
    kind: "sooperset",
    tools: ["jira_transition_issue"],
    args: { issue_key: "{key}", transition_id: "{transitionId}" },
  },
  {
    ...step,
    kind: "nexus2520",
    tools: ["jira_workflow"],
    args: { action: "transition", issueKey: "{key}", transitionId: "{transitionId}" },
  },
  {
    ...step,
    kind: "aashari-jira",
    tools: ["jira_post"],
    args: { path: `${key}/transitions`, body: { transition: { id: "{transitionId}" } }, ...json },
  },
];
