// A ticket server as a process of its own: node test/services/shapedServer.mjs --shape=npm|sooperset|own. It has the same 130 tickets in
// every shape: in that of npm's mcp-atlassian, in that of sooperset's, or in one that nobody knows. It
// reports progress to clients that ask for it.
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { readSwitches } from "../support/fixtureAnswers.mjs";

const tickets = Array.from({ length: 130 }, (_, at) => ({
  key: `PROJ-${at + 1}`,
  title: `Ticket ${at + 1}`,
  state: "Open",
}));

const text = { type: "string" };
const number = { type: "number" };

/** @typedef {{ name: string, properties: object, required: string[], answer: (args: any) => unknown }} Shaped */

/** @param {string} name @param {object} properties @param {string[]} required @param {Shaped["answer"]} answer @returns {Shaped} */
const tool = (name, properties, required, answer) => ({ name, properties, required, answer });

/** @param {{ key: string, title: string, state: string }} ticket */
const flat = ({ key, title, state }) => ({
  key,
  summary: title,
  status: { name: state },
  assignee: { display_name: "Unassigned", email: "x@y.test" },
});
/** @param {{ key: string, title: string, state: string }} ticket */
const nested = ({ key, title, state }) => ({ key, fields: { summary: title, status: state } });

/** @param {string} key */
const one = (key) => tickets.find((ticket) => ticket.key === key);

/** @type {Readonly<Record<string, readonly Shaped[]>>} */
const shapes = {
  npm: [
    tool(
      "search_jira_issues",
      { jql: text, maxResults: number, startAt: number },
      ["jql"],
      ({ maxResults, startAt = 0 }) => ({
        totalResults: tickets.length,
        issues: tickets.slice(startAt, startAt + maxResults).map(nested),
      }),
    ),
    tool("read_jira_issue", { issueKey: text }, ["issueKey"], ({ issueKey }) => {
      const ticket = one(issueKey);
      return ticket ? nested(ticket) : { error: "Not Found" };
    }),
  ],
  sooperset: [
    tool(
      "jira_search",
      { jql: text, fields: text, limit: number, start_at: number, page_token: text },
      ["jql"],
      ({ limit, page_token = "0" }) => {
        const to = Number(page_token) + limit;
        return {
          result: JSON.stringify({
            total: -1,
            issues: tickets.slice(Number(page_token), to).map(flat),
            ...(to < tickets.length && { next_page_token: String(to) }),
          }),
        };
      },
    ),
    tool("jira_get_issue", { issue_key: text, fields: text }, ["issue_key"], ({ issue_key }) => {
      const ticket = one(issue_key);
      return { result: JSON.stringify(ticket ? flat(ticket) : { error: "Not Found" }) };
    }),
  ],
  own: [
    tool("find", { words: text, top: number, from: number }, ["words"], ({ top, from = 0 }) => ({
      hits: tickets.slice(from, from + top).map(({ key, title, state }) => ({ ref: key, head: title, state })),
      all: tickets.length,
    })),
  ],
};

const tools = shapes[String(readSwitches(process.argv.slice(2)).shape)] ?? [];
const server = new Server({ name: "shaped", version: "1" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({
  tools: tools.map(({ name, properties, required }) => ({
    name,
    inputSchema: { type: "object", properties, required },
  })),
}));
server.setRequestHandler(CallToolRequestSchema, async ({ params }, { sendNotification }) => {
  const progressToken = params._meta?.progressToken;
  if (progressToken !== undefined)
    await sendNotification({
      method: "notifications/progress",
      params: { progressToken, progress: 1, total: 2, message: `${params.name} has begun` },
    });
  const value = tools.find(({ name }) => name === params.name)?.answer(params.arguments);
  return { content: [{ type: "text", text: JSON.stringify(value) }] };
});
await server.connect(new StdioServerTransport());
