import { isObject } from "../../protocol/isObject";
import { documentText } from "./documentText";
import {
  addressOf,
  all,
  at,
  listAt,
  numberAt,
  type ReadPage,
  textAt,
  textOf,
  textOrNull,
  timeOf,
  unwrapped,
} from "./found";
import type { Opened } from "./openedResult";

/** Tickets: those of Jira's own API, flat ones, and those of a list with `nodes`. */
export function readTickets({ value }: Opened): ReadPage | undefined {
  const data = unwrapped(value);
  const list = listAt(data, "issues.nodes", "issues", "nodes");
  const items = list && all(list, ticketOf);
  if (!items) return undefined;
  const total = numberAt(data, "issues.totalCount") ?? numberAt(data, "totalResults") ?? numberAt(data, "total");
  const isLast = at(data, "isLast") === true;
  const cursor = textAt(data, "issues.pageInfo.endCursor", "nextPageToken", "next_page_token");
  const next = isLast ? undefined : cursor;
  const remaining = numberAt(data, "issues.remainingCount") ?? 0;
  return {
    items,
    next,
    ...(total !== undefined && total >= 0 && { total }),
    more: remaining > 0 || at(data, "isLast") === false || next !== undefined,
  };
}

/** One ticket with its text. */
export function readIssue({ value }: Opened): ReadPage | undefined {
  const raw = oneIssue(value);
  const ticket = ticketOf(raw);
  if (!ticket) return undefined;
  const labels = listAt(raw, "fields.labels", "labels") ?? [];
  return {
    items: [
      {
        ...ticket,
        description: documentText(at(raw, "fields.description") ?? at(raw, "description")),
        reporter: personAt(raw, "reporter"),
        labels: labels.filter((label) => typeof label === "string"),
      },
    ],
  };
}

/** What a server says of a ticket that it has created. */
export function readCreated({ value, text }: Opened): ReadPage | undefined {
  if (value === undefined) return createdIn(text);
  const raw = oneIssue(value);
  const id = textAt(raw, "key");
  return id === undefined ? undefined : { items: [{ id, url: ticketUrl(raw, id) }] };
}

/** The same in Markdown, as nexus2520 says it: a line for each field. */
function createdIn(text: string): ReadPage | undefined {
  const field = (name: string) => new RegExp(`^\\*\\*${name}\\*\\*: (\\S+)$`, "m").exec(text)?.[1];
  const id = field("Key");
  return id === undefined ? undefined : { items: [{ id, url: addressOf(field("URL")) }] };
}

function oneIssue(value: unknown): unknown {
  const data = unwrapped(value);
  const list = listAt(data, "issues.nodes", "issues");
  if (list) return list.length === 1 ? list[0] : undefined;
  return isObject(at(data, "issue")) ? at(data, "issue") : data;
}

function ticketOf(raw: unknown) {
  const id = textAt(raw, "key");
  if (id === undefined) return undefined;
  return {
    id,
    title: textAt(raw, "fields.summary", "summary") ?? "",
    status: textOrNull(raw, "fields.status.name", "fields.status", "status.name", "status"),
    type: textOrNull(raw, "fields.issuetype.name", "fields.issueType", "issue_type.name", "issue_type"),
    priority: textOrNull(raw, "fields.priority.name", "fields.priority", "priority.name", "priority"),
    assignee: personAt(raw, "assignee"),
    created: timeOf(textAt(raw, "fields.created", "created")),
    updated: timeOf(textAt(raw, "fields.updated", "updated")),
    url: ticketUrl(raw, id),
  };
}

/** The page of a ticket for people: what the server says, or that of the site whose API it names. */
function ticketUrl(raw: unknown, id: string): string | null {
  const api = /^(https?:\/\/[^/]+(?:\/[^/]+)?)\/rest\/api\//.exec(textAt(raw, "self") ?? "")?.[1];
  const page = api && !api.includes("api.atlassian.com") ? `${api}/browse/${encodeURIComponent(id)}` : undefined;
  return addressOf(textAt(raw, "webUrl"), textAt(raw, "url"), page);
}

/** The name of a person; null where nobody is named. */
function personAt(raw: unknown, role: string): string | null {
  const person = at(raw, `fields.${role}`) ?? at(raw, role);
  const name = textOf(person) ?? textAt(person, "displayName", "display_name", "name");
  return name === undefined || name === "Unassigned" ? null : name;
}

/** The comments of a ticket. */
export function readComments({ value }: Opened): ReadPage | undefined {
  const data = unwrapped(value);
  const list = listAt(data, "comments", "comment.comments", "fields.comment.comments", "");
  const items = list && all(list, commentOf);
  return items && { items, total: numberAt(data, "total") ?? numberAt(data, "fields.comment.total") };
}

function commentOf(raw: unknown) {
  const text = documentText(at(raw, "body") ?? at(raw, "text"));
  if (text === null) return undefined;
  return {
    id: textOrNull(raw, "id"),
    author: textOf(at(raw, "author")) ?? textOrNull(raw, "author.displayName", "author.display_name", "author.name"),
    text,
    created: timeOf(textAt(raw, "created")),
  };
}

/** The steps that a ticket can take now. */
export function readTransitions({ value }: Opened): ReadPage | undefined {
  const list = listAt(unwrapped(value), "transitions", "");
  const items = list && all(list, transitionOf);
  return items && { items };
}

function transitionOf(raw: unknown) {
  const [id, name] = [textAt(raw, "id"), textAt(raw, "name")];
  return id === undefined || name === undefined ? undefined : { id, name };
}

/** A server that did what it was asked says so in its own words: that it reported no error is what counts. */
export const readDone = (): ReadPage => ({ items: [{ ok: true }] });
