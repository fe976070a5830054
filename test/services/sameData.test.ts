import assert from "node:assert/strict";
import type { ServiceMethod } from "../../src/core/config/schema/options/serviceRows";
import { asResult, Replayed, recordedTools, type Sample, samples, textResult } from "./replayed";

/** What one server answered, by the place of the recorded result; `change`: what differs in the data itself, and is made the same. */
type Answered = readonly [server: string, place: number, change?: readonly [from: RegExp, to: string]];

const lists: Readonly<Record<string, string>> = {
  "atlassian-v1": "atlassian-remote-v1",
  sooperset: "sooperset-mcp-atlassian",
};

/** The recorded results of servers that had the same data behind them. */
const same: readonly (readonly [method: ServiceMethod, input: unknown, ...servers: Answered[]])[] = [
  ["jira.searchIssues", { jql: "project = PROJ", maxResults: 2 }, ["npm-mcp-atlassian", 37], ["aashari-jira", 42]],
  ["jira.searchTickets", { status: ["In Progress"], maxResults: 2 }, ["npm-mcp-atlassian", 37], ["aashari-jira", 42]],
  ["jira.getIssue", { key: "PROJ-1" }, ["npm-mcp-atlassian", 38], ["aashari-jira", 44]],
  [
    "jira.createIssue",
    { projectKey: "PROJ", issueType: "Bug", summary: "x" },
    ["npm-mcp-atlassian", 39],
    ["aashari-jira", 45],
    ["nexus2520-jira", 95],
    ["atlassian-v1", 76, [/acme\.example/g, "vendor.test"]],
  ],
  ["confluence.getPageContent", { pageId: "1001" }, ["atlassian-v1", 77], ["sooperset", 87]],
  [
    "confluence.searchPages",
    { query: "none" },
    ["npm-mcp-atlassian", 8],
    ["atlassian-v1", 79, [/"totalCount":1,"nodes":\[.*\]/, '"totalCount":0,"nodes":[]']],
  ],
  [
    "slack.sendMessage",
    { channel: "C0123456789", text: "hi" },
    ["modelcontextprotocol-slack", 48],
    ["korotovsky-slack", 61],
  ],
  [
    "slack.searchMessages",
    { query: "deploy", limit: 1 },
    ["korotovsky-slack", 62],
    ["slack-remote", 91, [/acme\.slack\.example(\/[^?]*)\?thread_ts=[^)]*/, "acme.slack.com$1"]],
  ],
  [
    "webSearch.search",
    { query: "mcp", limit: 1 },
    ["brave", 55],
    ["brave-old", 56],
    ["tavily", 57],
    ["exa", 58, [/2026-01-01T00:00:00.000Z/, "N/A"]],
    ["firecrawl", 59],
  ],
  [
    "webSearch.search",
    { query: "none" },
    ["brave", 22],
    ["brave-old", 25],
    ["tavily", 28],
    ["exa", 32],
    ["firecrawl", 35],
  ],
  ["figma.getComponents", { fileKey: "AbC123", limit: 1 }, ["framelink-figma", 1], ["framelink-figma", 54]],
];

const changed = (text: string, [from, to]: NonNullable<Answered[2]>): string => text.replace(from, to);

describe("the same data", () => {
  for (const [method, input, ...servers] of same)
    it(`${method} ${JSON.stringify(input)} gives the same of ${servers.map(([server]) => server).join(", ")}`, async () => {
      const given = await Promise.all(servers.map((one) => answerOf(method, input, one)));
      for (const one of given) assert.deepEqual(one, given[0]);
    });
});

async function answerOf(method: ServiceMethod, input: unknown, [server, place, change]: Answered): Promise<unknown> {
  const sample = samples[place - 1];
  assert.equal(sample?.server, server);
  const result = change ? withChange(sample, change) : asResult(sample.result);
  const service = new Replayed({ tools: recordedTools.get(lists[server] ?? server) ?? [] }, () => result);
  const answer = await service.call(method, input, { cloudId: "acme.example" });
  assert.equal(service.sent[0]?.tool, sample.tool);
  return answer;
}

/** A recorded text in which a part of the data is another. */
function withChange({ result }: Sample, change: NonNullable<Answered[2]>) {
  const [part] = result.content;
  assert.ok(part?.type === "text");
  const text = changed(part.text, change);
  assert.notEqual(text, part.text);
  return textResult(text);
}
