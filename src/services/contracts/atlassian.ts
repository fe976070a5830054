import * as z from "zod";
import { idText, limit, many, maybe, one, words } from "./contract";

/** A page of a wiki, with its text as the server writes it: Markdown, HTML or plain text. */
export const Page = z.object({
  id: idText,
  title: z.string(),
  content: z.string(),
  spaceKey: maybe,
  /** ISO 8601. */
  lastModified: maybe,
  url: maybe,
});
export type Page = z.infer<typeof Page>;

/** A page that a search found. */
export const PageHit = z.object({
  id: idText,
  title: z.string(),
  excerpt: maybe,
  spaceKey: maybe,
  lastModified: maybe,
  url: maybe,
});
export type PageHit = z.infer<typeof PageHit>;

/** A ticket as searches give it. `id` is its key, such as `PROJ-1`. */
export const Ticket = z.object({
  id: idText,
  title: z.string(),
  status: maybe,
  type: maybe,
  priority: maybe,
  assignee: maybe,
  created: maybe,
  updated: maybe,
  url: maybe,
});
export type Ticket = z.infer<typeof Ticket>;

/** One ticket with its text. */
export const Issue = Ticket.extend({
  description: maybe,
  reporter: maybe,
  labels: z.array(z.string()),
});
export type Issue = z.infer<typeof Issue>;

export const Created = z.object({ id: idText, url: maybe });
export type Created = z.infer<typeof Created>;

export const Comment = z.object({ id: maybe, author: maybe, text: z.string(), created: maybe });
export type Comment = z.infer<typeof Comment>;

export const Transition = z.object({ id: idText, name: z.string() });
export type Transition = z.infer<typeof Transition>;

/** That something was done, where a server says no more. */
export const Done = z.object({ ok: z.literal(true) });
export type Done = z.infer<typeof Done>;

/** A date, or a date with a time. */
const when = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/,
    "use a date such as 2026-03-01",
  );

export const SearchTickets = z.strictObject({
  status: z.array(words(255)).max(50).optional(),
  /** A name or an account; `me`: who is signed in; `none`: nobody. */
  assignee: words(255).optional(),
  createdAfter: when.optional(),
  createdBefore: when.optional(),
  maxResults: limit(1000, 100),
});

export const confluenceContracts = {
  "confluence.getPageContent": one(z.strictObject({ pageId: idText }), Page),
  "confluence.searchPages": many(
    z.strictObject({ spaceKey: words(255).optional(), query: words(), limit: limit(50, 25) }),
    PageHit,
  ),
} as const;

export const jiraContracts = {
  "jira.searchIssues": many(z.strictObject({ jql: words(), maxResults: limit(1000, 100) }), Ticket),
  "jira.searchTickets": many(SearchTickets, Ticket),
  "jira.getIssue": one(z.strictObject({ key: idText }), Issue),
  "jira.createIssue": one(
    z.strictObject({
      projectKey: words(255),
      issueType: words(255),
      summary: words(255),
      description: z.string().max(100_000).optional(),
    }),
    Created,
  ),
  "jira.getComments": many(z.strictObject({ key: idText, limit: limit(1000, 50) }), Comment),
  "jira.addComment": one(z.strictObject({ key: idText, text: words(100_000) }), Done),
  "jira.getTransitions": many(z.strictObject({ key: idText, limit: limit(100, 100) }), Transition),
  "jira.transitionIssue": one(z.strictObject({ key: idText, transitionId: idText }), Done),
} as const;
