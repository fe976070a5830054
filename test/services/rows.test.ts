import assert from "node:assert/strict";
import { checkArguments } from "../../src/core/catalog/checkArguments";
import { type ServiceMethod, serviceMethods } from "../../src/core/config/schema/options/serviceRows";
import { argumentsOf } from "../../src/services/calls/callMethod";
import { variablesOf } from "../../src/services/calls/variablesOf";
import { contracts } from "../../src/services/contracts/contracts";
import { choices } from "../../src/services/rows/choices";
import { rows } from "../../src/services/rows/rows";
import { recordedTools } from "./replayed";

type Chosen = Readonly<Partial<Record<ServiceMethod, string>>>;

const tracker = (service: "github" | "linear", kind: string): Chosen => ({
  [`${service}.searchIssues`]: kind,
  [`${service}.getIssue`]: kind,
  [`${service}.createIssue`]: kind,
});

const atlassian = (kind: string): Chosen => ({
  "confluence.getPageContent": kind,
  "confluence.searchPages": kind,
  "jira.searchIssues": kind,
  "jira.getIssue": kind,
  "jira.createIssue": kind,
});

const talks = (kind: string): Chosen => ({
  "jira.getComments": kind,
  "jira.addComment": kind,
  "jira.getTransitions": kind,
  "jira.transitionIssue": kind,
});

const confluence = (kind: string): Chosen => ({ "confluence.getPageContent": kind, "confluence.searchPages": kind });
const jira = (kind: string): Chosen => ({ "jira.searchIssues": kind, "jira.getIssue": kind, "jira.createIssue": kind });
const engine = (kind: string): Chosen => ({ "webSearch.search": kind });

/** The kind that each method finds in what a server listed, and nothing where it finds none. */
const expected: Readonly<Record<string, Chosen>> = {
  "aaronsb-jira": {}, // its results are prose
  "aashari-confluence": confluence("aashari-confluence"),
  "aashari-jira": { ...jira("aashari-jira"), ...talks("aashari-jira") },
  "answerai-confluence": confluence("answerai"),
  "asana-roychri": {
    "asana.searchTasks": "asana (roychri)",
    "asana.getTask": "asana (roychri)",
    "asana.createTask": "asana (roychri)",
  },
  "atlassian-remote-v1": atlassian("atlassian-v1"),
  "atlassian-remote-v2": atlassian("atlassian-v2"),
  brave: engine("brave"),
  "brave-old": engine("brave (before 2)"),
  duckduckgo: engine("duckduckgo (npm)"),
  exa: engine("exa"),
  "figma-remote": { "figma.getFile": "figma-remote", "figma.getComponents": "figma-remote" },
  firecrawl: engine("firecrawl"),
  "framelink-figma": { "figma.getFile": "framelink", "figma.getComponents": "framelink" },
  "github-official": tracker("github", "github"),
  "github-old": tracker("github", "github (npm)"),
  "korotovsky-slack": { "slack.sendMessage": "slack-mcp-server", "slack.searchMessages": "slack-mcp-server" },
  "korotovsky-slack-bot": { "slack.sendMessage": "slack-mcp-server" },
  "linear-tacticlaunch": tracker("linear", "linear (tacticlaunch)"),
  "modelcontextprotocol-slack": { "slack.sendMessage": "slack" },
  "nexus2520-jira": { ...jira("nexus2520"), ...talks("nexus2520") },
  notion: {
    "notion.searchPages": "notion (npm)",
    "notion.getPageContent": "notion (npm)",
    "notion.createPage": "notion (npm)",
  },
  "npm-figma-mcp": {},
  "npm-mcp-atlassian": { ...atlassian("npm-mcp-atlassian"), "jira.addComment": "npm-mcp-atlassian" },
  perplexity: engine("perplexity"),
  "salesforce-tsmztech": {
    "salesforce.queryRecords": "salesforce (tsmztech)",
    "salesforce.createRecord": "salesforce (tsmztech)",
  },
  "slack-remote": { "slack.sendMessage": "slack-remote", "slack.searchMessages": "slack-remote" },
  "sooperset-mcp-atlassian": { ...atlassian("sooperset"), ...talks("sooperset") },
  tavily: engine("tavily"),
  "zencoderai-slack": { "slack.sendMessage": "slack" },
};

/** An input of each method with everything that it may have. */
const inputs: Readonly<Record<ServiceMethod, Readonly<Record<string, unknown>>>> = {
  "confluence.getPageContent": { pageId: "1001" },
  "confluence.searchPages": { query: "login" },
  "jira.searchIssues": { jql: "project = PROJ" },
  "jira.searchTickets": { status: ["Open"] },
  "jira.getIssue": { key: "PROJ-1" },
  "jira.createIssue": { projectKey: "PROJ", issueType: "Bug", summary: "x", description: "one\ntwo" },
  "jira.getComments": { key: "PROJ-1" },
  "jira.addComment": { key: "PROJ-1", text: "x" },
  "jira.getTransitions": { key: "PROJ-1" },
  "jira.transitionIssue": { key: "PROJ-1", transitionId: "31" },
  "slack.sendMessage": { channel: "C1", text: "hi" },
  "slack.searchMessages": { query: "x", channel: "#general", from: "@mia", after: "2026-01-01", before: "2026-02-01" },
  "figma.getFile": { fileKey: "AbC123" },
  "figma.getComponents": { fileKey: "AbC123" },
  "webSearch.search": { query: "mcp" },
  "github.searchIssues": { query: "mcp" },
  "github.getIssue": { owner: "a", repo: "b", number: 1 },
  "github.createIssue": { owner: "a", repo: "b", title: "x", description: "y" },
  "linear.searchIssues": { query: "mcp" },
  "linear.getIssue": { id: "ENG-1" },
  "linear.createIssue": { team: "t", title: "x", description: "y" },
  "asana.searchTasks": { workspace: "1", query: "x" },
  "asana.getTask": { id: "1" },
  "asana.createTask": { project: "1", title: "x", description: "y" },
  "notion.searchPages": { query: "x" },
  "notion.getPageContent": { pageId: "11111111-1111-1111-1111-111111111111" },
  "notion.createPage": { parentId: "11111111-1111-1111-1111-111111111111", title: "x" },
  "salesforce.queryRecords": { object: "Account", fields: ["Id", "Name"], where: "Name != null" },
  "salesforce.createRecord": { object: "Account", fields: { Name: "x" } },
};

const chosen = (server: string, method: ServiceMethod) => {
  const variables = { cloudId: "acme.example", ...variablesOf(method, contracts[method].input.parse(inputs[method])) };
  const offer = { tools: recordedTools.get(server) ?? [], resources: [], resourceTemplates: [] };
  return { choice: choices(rows, method, offer, variables)[0], variables };
};

describe("the rows of the services", () => {
  it("are tried with every recorded server", () => {
    assert.deepEqual([...recordedTools.keys()].toSorted(), Object.keys(expected).toSorted());
  });

  for (const [server, kinds] of Object.entries(expected))
    it(`${server}: each method finds its row, or none`, () => {
      const found = serviceMethods.flatMap((method) => {
        const { choice } = chosen(server, method);
        return choice ? [[method, choice.row.kind] as const] : [];
      });
      assert.deepEqual(Object.fromEntries(found), kinds);
    });

  for (const [server, kinds] of Object.entries(expected))
    for (const method of Object.keys(kinds) as ServiceMethod[])
      it(`${server}: the arguments of ${method} fit its tool, on the first page and on later ones`, () => {
        const { choice, variables } = chosen(server, method);
        assert.ok(choice?.tool);
        const { row, tool } = choice;
        const size = Math.max(row.page?.least ?? 1, Math.min(row.page?.most ?? 50, 30));
        for (const page of [
          { size, page: 1 },
          { size, page: 2, offset: 1, start: size },
          { size, page: 2, offset: 1, cursor: "abc" },
        ]) {
          const args = argumentsOf(row, tool.inputSchema, { ...variables, ...page });
          const check = checkArguments(tool.inputSchema, args);
          assert.ok(check.ok, `${JSON.stringify(args)}: ${"why" in check ? check.why : ""}`);
          const texts = JSON.stringify(args);
          assert.ok(!/\{\w+(?:\|\w+)?\}/.test(texts), `a variable is left in ${texts}`);
        }
      });

  it("have a row for every method but the search by criteria, which uses those of the search by JQL", () => {
    const methods = new Set(rows.map(({ method }) => method));
    assert.deepEqual(
      serviceMethods.filter((method) => !methods.has(method)),
      ["jira.searchTickets"],
    );
  });
});
