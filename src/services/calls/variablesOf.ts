import type { ServiceMethod } from "../../core/config/schema/options/serviceRows";
import type { Input } from "../contracts/contract";
import { textOf } from "../reading/found";
import type { Variables } from "../rows/row";

/** The variables of a call: what the caller gave, and the searches that follow from it. */
export function variablesOf(method: ServiceMethod, input: Input): Variables {
  switch (method) {
    case "jira.searchTickets":
      return { ...input, jql: jqlOf(input) };
    case "confluence.searchPages":
      return { ...input, cql: cqlOf(input, "text"), siteCql: cqlOf(input, "siteSearch") };
    case "slack.searchMessages":
      return {
        ...input,
        searchText: slackSearch(input),
        includePrivate: input.includePrivate === true ? true : undefined,
      };
    default:
      return input;
  }
}

/** The method whose rows a method uses where it has none of its own. */
export const rowsOf = (method: ServiceMethod): ServiceMethod =>
  method === "jira.searchTickets" ? "jira.searchIssues" : method;

/** The number of items that a caller wants. */
export const wantedOf = ({ limit, maxResults }: Input): number => Number(limit ?? maxResults ?? 1);

/** A text as JQL and CQL write it. */
const quoted = (text: unknown): string => `"${String(text).replace(/[\\"]/g, "\\$&")}"`;

/**
 * Criteria as JQL. Jira reads a time in the time zone of the person who is signed in. Jira Cloud refuses a search without any limit, so without criteria it is
 * the last year.
 */
function jqlOf({ status, assignee, createdAfter, createdBefore }: Input): string {
  const terms: string[] = [];
  if (Array.isArray(status) && status.length > 0) terms.push(`status in (${status.map(quoted).join(", ")})`);
  if (assignee === "me") terms.push("assignee = currentUser()");
  else if (assignee === "none") terms.push("assignee is EMPTY");
  else if (assignee !== undefined) terms.push(`assignee = ${quoted(assignee)}`);
  if (createdAfter !== undefined) terms.push(`created >= ${quoted(jqlTime(createdAfter))}`);
  if (createdBefore !== undefined) terms.push(`created < ${quoted(jqlTime(createdBefore))}`);
  if (terms.length === 0) terms.push("created >= -365d");
  return `${terms.join(" AND ")} ORDER BY created DESC`;
}

/** A time with a zone is written in UTC; others stay as they are, to the minute. */
function jqlTime(value: unknown): string {
  const text = textOf(value) ?? "";
  const at = /(?:Z|[+-]\d\d:?\d\d)$/.test(text.slice(10)) ? new Date(text) : undefined;
  const time = at && !Number.isNaN(at.getTime()) ? at.toISOString() : text;
  return time.slice(0, 16).replace("T", " ");
}

function cqlOf({ spaceKey, query }: Input, field: string): string {
  const space = spaceKey === undefined ? "" : ` AND space = ${quoted(spaceKey)}`;
  return `type = page${space} AND ${field} ~ ${quoted(query)}`;
}

/** Slack's own words for the limits of a search. */
function slackSearch({ query, channel, from, after, before }: Input): string {
  const limits = { in: channel, from, after, before };
  const terms = Object.entries(limits).flatMap(([name, value]) => (value === undefined ? [] : [`${name}:${value}`]));
  return [query, ...terms].join(" ");
}
