import * as z from "zod";
import { Created, Done } from "./atlassian";
import { idText, limit, many, maybe, one, words } from "./contract";

/** A task or an issue of a tracker. */
export const WorkItem = z.object({ id: idText, title: z.string(), status: maybe, url: maybe });
export type WorkItem = z.infer<typeof WorkItem>;

export const WorkItemText = WorkItem.extend({ description: maybe });
export type WorkItemText = z.infer<typeof WorkItemText>;

export const Document = z.object({ id: idText, title: maybe, url: maybe });
export type Document = z.infer<typeof Document>;

export const DocumentText = z.object({ id: idText, title: maybe, content: z.string(), url: maybe });
export type DocumentText = z.infer<typeof DocumentText>;

/** A record of a database: its fields by name, as the server writes them. */
export const DataRecord = z.object({ fields: z.record(z.string(), z.unknown()) });
export type DataRecord = z.infer<typeof DataRecord>;

const body = z.string().max(100_000).optional();
const repository = { owner: words(255), repo: words(255) };
const apiName = z.string().regex(/^\w{1,80}$/, "use the API name, such as Account");

export const trackerContracts = {
  "github.searchIssues": many(z.strictObject({ query: words(), limit: limit(1000, 30) }), WorkItem),
  "github.getIssue": one(z.strictObject({ ...repository, number: z.int().min(1) }), WorkItemText),
  "github.createIssue": one(z.strictObject({ ...repository, title: words(1000), description: body }), Created),
  "linear.searchIssues": many(z.strictObject({ query: words(), limit: limit(250, 50) }), WorkItem),
  "linear.getIssue": one(z.strictObject({ id: idText }), WorkItemText),
  "linear.createIssue": one(z.strictObject({ team: idText, title: words(1000), description: body }), Created),
  "asana.searchTasks": many(z.strictObject({ workspace: idText, query: words(), limit: limit(100, 100) }), WorkItem),
  "asana.getTask": one(z.strictObject({ id: idText }), WorkItemText),
  "asana.createTask": one(z.strictObject({ project: idText, title: words(1000), description: body }), Created),
  "notion.searchPages": many(z.strictObject({ query: words(), limit: limit(1000, 25) }), Document),
  "notion.getPageContent": one(z.strictObject({ pageId: idText }), DocumentText),
  "notion.createPage": one(z.strictObject({ parentId: idText, title: words(1000) }), Created),
  "salesforce.queryRecords": many(
    z.strictObject({
      object: apiName,
      fields: z
        .array(z.string().regex(/^[\w.]{1,200}$/))
        .min(1)
        .max(100),
      where: words().optional(),
      limit: limit(2000, 100),
    }),
    DataRecord,
  ),
  "salesforce.createRecord": one(z.strictObject({ object: apiName, fields: z.record(apiName, z.unknown()) }), Done),
} as const;
