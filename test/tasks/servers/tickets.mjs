// The tickets and pages of one team, in the forms of the recorded servers for Jira and Confluence.
/** @typedef {import("./journal.mjs").Journal} Journal */
/** @typedef {{ key: string, title: string, status: string, assignee: string, description: string }} Ticket */

const titles = [
  "Login page times out",
  "Search forgets the filter",
  "Export drops the last row",
  "Menu overlaps the logo",
];
const people = ["Mia Sample", "Ron Sample"];

/** The tickets that were there before, the newest first. @type {readonly Ticket[]} */
const old = Array.from({ length: 260 }, (_, at) => ({
  key: `PROJ-${260 - at}`,
  title: `${titles[at % titles.length]} (${260 - at})`,
  status: at % 4 === 0 ? "Open" : "Done",
  assignee: people[at % 2] ?? "",
  description: `Steps to reproduce ${260 - at}`,
}));

const pages = [
  { id: "1001", title: "Login design", space: "DEV", text: "Use SSO, and time out after 30 minutes." },
  { id: "1002", title: "Release checklist", space: "OPS", text: "Freeze, tag, announce in #general." },
];

/** @param {Journal} journal @returns {readonly Ticket[]} */
const all = (journal) => [
  ...journal
    .of("create")
    .map(({ key, summary, description = "" }) => ({ key, title: summary, status: "Open", assignee: "", description }))
    .reverse(),
  ...old,
];

/** The tickets that a query names: `status in ("Open")`, `assignee = "Mia"`, `text ~ "login"`. @param {Journal} journal @param {string} jql */
function searched(journal, jql) {
  const statuses = /status (?:in \(([^)]*)\)|= ("[^"]*"))/i.exec(jql);
  const status = [...(statuses?.[1] ?? statuses?.[2] ?? "").matchAll(/"([^"]*)"/g)].map(([, name]) => name);
  const [, assignee] = /assignee = "([^"]*)"/.exec(jql) ?? [];
  const [, words] = /text ~ "([^"]*)"/.exec(jql) ?? [];
  return all(journal).filter(
    (ticket) =>
      (status.length === 0 || status.includes(ticket.status)) &&
      (assignee === undefined || ticket.assignee === assignee) &&
      (words === undefined || ticket.title.toLowerCase().includes(words.toLowerCase())),
  );
}

/** @param {Journal} journal @param {{ summary: string, description?: string, projectKey: string, issueType: string }} given @returns {string} its key */
function created(journal, given) {
  const key = `PROJ-${261 + journal.count("create")}`;
  journal.add("create", { key, ...given });
  return key;
}

/** @param {unknown} value */
const json = (value) => ({ content: [{ type: "text", text: JSON.stringify(value) }] });
/** @param {string} text */
const failed = (text) => ({ content: [{ type: "text", text }], isError: true });

const created0 = "2026-03-01T09:00:00.000+0000";
const updated0 = "2026-03-02T10:00:00.000+0000";

/** As npm's mcp-atlassian writes it. @param {Ticket} ticket */
const plain = ({ key, title, status, assignee }) => ({
  id: key.replace("PROJ-", "1"),
  key,
  webUrl: `https://vendor.test/browse/${key}`,
  fields: {
    summary: title,
    status,
    priority: "High",
    issueType: "Bug",
    assignee,
    created: created0,
    updated: updated0,
  },
});

/** As sooperset's writes it. @param {Ticket} ticket */
const flat = ({ key, title, status, assignee, description }) => ({
  ...{ id: key.replace("PROJ-", "1"), key, summary: title, description },
  status: { name: status, category: status, color: "yellow" },
  assignee: assignee === "" ? { display_name: "Unassigned" } : { display_name: assignee, email: "mia@example.test" },
  created: "2026-03-01 09:00:00 UTC",
});

/** FastMCP gives the text once more. @param {unknown} value */
const fastMcp = (value) => ({ ...json(value), structuredContent: { result: JSON.stringify(value) } });

/** @param {string} kind @param {Journal} journal @returns {Readonly<Record<string, (args: any) => object>>} */
export function ticketTools(kind, journal) {
  /** @param {string} key */
  const one = (key) => all(journal).find((ticket) => ticket.key === key);
  if (kind === "npm-mcp-atlassian")
    return {
      search_jira_issues({ jql, maxResults = 50, startAt = 0 }) {
        const found = searched(journal, jql);
        const issues = found.slice(startAt, startAt + maxResults).map(plain);
        return json({ totalResults: found.length, startAt, maxResults, issues });
      },
      read_jira_issue({ issueKey }) {
        const found = one(issueKey);
        if (!found) return failed("**Error in JIRA**: Issue does not exist or you do not have permission to see it.");
        const doc = {
          type: "doc",
          version: 1,
          content: [{ type: "paragraph", content: [{ type: "text", text: found.description }] }],
        };
        const issue = plain(found);
        return json({
          ...issue,
          fields: { ...issue.fields, description: doc, reporter: "Ron Sample", labels: ["auth"] },
        });
      },
      create_jira_issue({ summary, description, projectKey, issueType }) {
        const key = created(journal, { summary, description, projectKey, issueType });
        return json({ id: "10999", key, webUrl: `https://vendor.test/browse/${key}` });
      },
      add_jira_comment({ issueKey, body }) {
        if (!one(issueKey))
          return failed("**Error in JIRA**: Issue does not exist or you do not have permission to see it.");
        journal.add("comment", { key: issueKey, text: body });
        return json({ id: "7", body });
      },
      search_confluence_pages({ cql, limit = 25, start = 0 }) {
        const [, words = ""] = /~ "([^"]*)"/.exec(cql) ?? [];
        const [, space] = /space = "([^"]*)"/.exec(cql) ?? [];
        const found = pages.filter(
          (page) =>
            `${page.title} ${page.text}`.toLowerCase().includes(words.toLowerCase()) &&
            (space === undefined || page.space === space),
        );
        const results = found.slice(start, start + limit).map(({ id, title, space: key }) => ({
          ...{ id, title, type: "page", space: { id: 1, key, name: key, type: "global", status: "current" } },
          webUrl: `https://vendor.test/wiki/spaces/${key}/pages/${id}`,
        }));
        return json({ totalResults: found.length, start, limit, results });
      },
      read_confluence_page({ pageId }) {
        const page = pages.find(({ id }) => id === pageId);
        if (!page) return failed("**Error in CONFLUENCE**: No page was found with this id.");
        return json({
          ...{ id: page.id, title: page.title, version: 3, content: page.text, format: "markdown" },
          space: { id: 1, key: page.space, name: page.space, type: "global", status: "current" },
          webUrl: `https://vendor.test/wiki/spaces/${page.space}/pages/${page.id}`,
        });
      },
    };
  if (kind === "sooperset-mcp-atlassian")
    return {
      jira_search({ jql, limit = 10, page_token = "0" }) {
        const found = searched(journal, jql);
        const to = Number(page_token) + limit;
        const issues = found.slice(Number(page_token), to).map(flat);
        return fastMcp({
          total: -1,
          start_at: 0,
          max_results: limit,
          issues,
          ...(to < found.length && { next_page_token: String(to) }),
        });
      },
      jira_get_issue({ issue_key }) {
        const found = one(issue_key);
        return found
          ? fastMcp(flat(found))
          : failed(`Error calling tool 'jira_get_issue': Issue ${issue_key} not found`);
      },
      jira_create_issue({ summary, description, project_key, issue_type }) {
        const key = created(journal, { summary, description, projectKey: project_key, issueType: issue_type });
        return fastMcp({ message: "Issue created successfully", issue: { key, summary } });
      },
      jira_add_comment({ issue_key, body }) {
        journal.add("comment", { key: issue_key, text: body });
        return fastMcp({ id: "7", body, author: "Mia Sample" });
      },
    };
  return {};
}
