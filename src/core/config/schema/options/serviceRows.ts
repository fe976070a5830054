import * as z from "zod";

/** Every method of the typed services, as `service.method`. */
export const serviceMethods = [
  "confluence.getPageContent",
  "confluence.searchPages",
  "jira.searchIssues",
  "jira.searchTickets",
  "jira.getIssue",
  "jira.createIssue",
  "jira.getComments",
  "jira.addComment",
  "jira.getTransitions",
  "jira.transitionIssue",
  "slack.sendMessage",
  "slack.searchMessages",
  "figma.getFile",
  "figma.getComponents",
  "webSearch.search",
  "github.searchIssues",
  "github.getIssue",
  "github.createIssue",
  "linear.searchIssues",
  "linear.getIssue",
  "linear.createIssue",
  "asana.searchTasks",
  "asana.getTask",
  "asana.createTask",
  "notion.searchPages",
  "notion.getPageContent",
  "notion.createPage",
  "salesforce.queryRecords",
  "salesforce.createRecord",
] as const;

export type ServiceMethod = (typeof serviceMethods)[number];

/** The largest numbers of rows, and of what one row names. */
export const serviceRowBounds = { rows: 200, names: 50 } as const;

/** `$`, then names, places in lists, or `*` for all: `$.data.items[*]`, `$['a name'][0]`. */
export const selectionForm =
  /^\$(?:\.(?:\*|[\p{L}_$][\p{L}\p{N}_$-]{0,99})|\[(?:\*|\d{1,6}|'[^'\\]{1,100}'|"[^"\\]{1,100}")\]){0,30}$/u;

const Selection = z
  .string()
  .max(1000)
  .regex(selectionForm)
  .describe(
    "Where a value is: `$`, then names, places, or `*` for all, such as `$.data.items[*]` or `$['a name'][0]`.",
  );

const name = z.string().min(1).max(200);

const ServiceRow = z
  .strictObject({
    server: name.optional().describe("The server by its name in the settings. Missing: every server with this tool."),
    method: z.enum(serviceMethods).describe("What the tool is used for."),
    tool: name.describe("The tool."),
    olderNames: z.array(name).max(serviceRowBounds.names).optional().describe("Names that the tool had before."),
    arguments: z
      .record(z.string().min(1).max(100), z.unknown())
      .refine((given) => Object.keys(given).length <= serviceRowBounds.names, {
        message: `at most ${serviceRowBounds.names} arguments`,
      })
      .describe(
        "The arguments. `{name}` stands for an argument of the method, such as `{query}`; `{size}`, `{cursor}`, `{start}` and `{page}` for what asks for a page; `{apiVersion}` and `{custom.NAME}` for what the entry of the server says. An argument whose name ends with `?` is left out where the tool does not have it.",
      ),
    page: z
      .strictObject({
        by: z.enum(["cursor", "start", "page", "none"]).describe("What asks for the next page."),
        most: z.int().min(1).max(1000).describe("The most items of one page."),
        least: z.int().min(1).max(1000).optional().describe("The fewest items that can be asked for."),
      })
      .optional()
      .describe("How a list comes in pages. Missing: all at once."),
    result: z
      .strictObject({
        items: Selection.optional().describe("The items of a list. Missing: the whole result is one item."),
        fields: z.record(z.string().min(1).max(100), Selection).describe("Each field of an item, from the item on."),
        next: Selection.optional().describe("What asks for the next page."),
        total: Selection.optional().describe("How many items there are."),
        error: Selection.optional().describe("A text that is there only if the call failed."),
        empty: z.array(name).max(serviceRowBounds.names).optional().describe("Texts that say that nothing was found."),
      })
      .describe("How the result is read, which must be JSON."),
  })
  .describe("How one tool does what a typed service asks for.");

/** A row as a person writes it. */
export type ServiceRow = z.infer<typeof ServiceRow>;

export const ServiceRows = z.array(ServiceRow).max(serviceRowBounds.rows);
