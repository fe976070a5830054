import assert from "node:assert/strict";
import type { ServiceMethod } from "../../src/core/config/schema/options/serviceRows";
import { contracts } from "../../src/services/contracts/contracts";

const text = (length: number) => "x".repeat(length);
const repository = { owner: "a", repo: "b" };
const jiraIssue = { projectKey: "P", issueType: "Bug", summary: "s" };
const id = [text(500), text(501)] as const;
const short = [text(255), text(256)] as const;
const words = [text(10_000), text(10_001)] as const;
const long = [text(100_000), text(100_001)] as const;
const title = [text(1000), text(1001)] as const;

/** The most that an argument may be, and the next value, which is too much. */
const bounds: readonly (readonly [ServiceMethod, input: object, name: string, most: readonly [unknown, unknown]])[] = [
  ["confluence.getPageContent", {}, "pageId", id],
  ["confluence.searchPages", { query: "q" }, "spaceKey", short],
  ["confluence.searchPages", {}, "query", words],
  ["confluence.searchPages", { query: "q" }, "limit", [50, 51]],
  ["jira.searchIssues", {}, "jql", words],
  ["jira.searchIssues", { jql: "q" }, "maxResults", [1000, 1001]],
  ["jira.searchTickets", {}, "status", [Array(50).fill("Open"), Array(51).fill("Open")]],
  ["jira.searchTickets", {}, "status", [[text(255)], [text(256)]]],
  ["jira.searchTickets", {}, "assignee", short],
  ["jira.searchTickets", {}, "maxResults", [1000, 1001]],
  ["jira.getIssue", {}, "key", id],
  ["jira.createIssue", jiraIssue, "projectKey", short],
  ["jira.createIssue", jiraIssue, "issueType", short],
  ["jira.createIssue", jiraIssue, "summary", short],
  ["jira.createIssue", jiraIssue, "description", long],
  ["jira.getComments", { key: "P-1" }, "limit", [1000, 1001]],
  ["jira.addComment", { key: "P-1" }, "text", long],
  ["jira.getTransitions", { key: "P-1" }, "limit", [100, 101]],
  ["jira.transitionIssue", { key: "P-1" }, "transitionId", id],
  ["slack.sendMessage", { channel: "C" }, "text", [text(40_000), text(40_001)]],
  ["slack.sendMessage", { channel: "C", text: "t" }, "threadTs", id],
  ["slack.searchMessages", { query: "q" }, "channel", short],
  ["slack.searchMessages", { query: "q" }, "from", short],
  ["slack.searchMessages", { query: "q" }, "limit", [1000, 1001]],
  ["figma.getFile", {}, "fileKey", [text(200), text(201)]],
  ["figma.getComponents", { fileKey: "a" }, "limit", [10_000, 10_001]],
  ["webSearch.search", {}, "query", [text(400), text(401)]],
  ["webSearch.search", { query: "q" }, "limit", [100, 101]],
  ["github.searchIssues", { query: "q" }, "limit", [1000, 1001]],
  ["github.getIssue", { ...repository, number: 1 }, "owner", short],
  ["github.getIssue", { ...repository, number: 1 }, "repo", short],
  ["github.createIssue", repository, "title", title],
  ["github.createIssue", { ...repository, title: "t" }, "description", long],
  ["linear.searchIssues", { query: "q" }, "limit", [250, 251]],
  ["linear.createIssue", { team: "t" }, "title", title],
  ["asana.searchTasks", { workspace: "w", query: "q" }, "limit", [100, 101]],
  ["asana.createTask", { project: "p" }, "title", title],
  ["notion.searchPages", { query: "q" }, "limit", [1000, 1001]],
  ["notion.createPage", { parentId: "p" }, "title", title],
  ["salesforce.queryRecords", { fields: ["Id"] }, "object", [text(80), text(81)]],
  ["salesforce.queryRecords", { object: "A" }, "fields", [Array(100).fill("a.b"), Array(101).fill("a")]],
  ["salesforce.queryRecords", { object: "A" }, "fields", [[text(200)], [text(201)]]],
  ["salesforce.queryRecords", { object: "A", fields: ["Id"] }, "limit", [2000, 2001]],
];

/** How many items a list has where nobody says so. */
const usual: readonly (readonly [ServiceMethod, input: object, count: number])[] = [
  ["confluence.searchPages", { query: "q" }, 25],
  ["jira.searchIssues", { jql: "q" }, 100],
  ["jira.searchTickets", {}, 100],
  ["jira.getComments", { key: "P-1" }, 50],
  ["jira.getTransitions", { key: "P-1" }, 100],
  ["slack.searchMessages", { query: "q" }, 20],
  ["figma.getComponents", { fileKey: "a" }, 1000],
  ["webSearch.search", { query: "q" }, 10],
  ["github.searchIssues", { query: "q" }, 30],
  ["linear.searchIssues", { query: "q" }, 50],
  ["asana.searchTasks", { workspace: "w", query: "q" }, 100],
  ["notion.searchPages", { query: "q" }, 25],
  ["salesforce.queryRecords", { object: "A", fields: ["Id"] }, 100],
];

const accepts = (method: ServiceMethod, input: object) => contracts[method].input.safeParse(input).success;

describe("the arguments of the services", () => {
  for (const [method, input, name, [most, more]] of bounds)
    it(`of ${method} have a largest ${name}`, () => {
      assert.equal(accepts(method, { ...input, [name]: most }), true);
      assert.equal(accepts(method, { ...input, [name]: more }), false);
    });

  for (const [method, input, count] of usual)
    it(`of ${method} ask for ${count} items where nobody says how many, and for one at least`, () => {
      const { limit, maxResults } = Object(contracts[method].input.parse(input));
      const name = limit === undefined ? "maxResults" : "limit";
      assert.equal(limit ?? maxResults, count);
      assert.deepEqual(
        [1, 0, 1.5].map((least) => accepts(method, { ...input, [name]: least })),
        [true, false, false],
      );
    });

  it("say something: a text of blanks is none, and blanks around it are left out", () => {
    assert.equal(accepts("jira.getIssue", { key: "  " }), false);
    assert.deepEqual(contracts["jira.getIssue"].input.parse({ key: " P-1 " }), { key: "P-1" });
    assert.equal(accepts("jira.getIssue", { key: "P-1", other: 1 }), false);
    assert.equal(accepts("github.getIssue", { ...repository, number: 0 }), false);
    assert.equal(accepts("salesforce.queryRecords", { object: "A", fields: [] }), false);
  });

  it("are dates, with a time where the service takes one", () => {
    const created = (createdAfter: string) => accepts("jira.searchTickets", { createdAfter });
    for (const good of ["2026-03-01", "2026-03-01T10:00", "2026-03-01 10:00:59.5Z", "2026-03-01T10:00+0100"])
      assert.equal(created(good), true, good);
    for (const bad of ["yesterday", "2026-3-1", "2026-03-01T10", "2026-03-01T10:00X", "x2026-03-01"])
      assert.equal(created(bad), false, bad);
    const slack = (date: string) => accepts("slack.searchMessages", { query: "q", after: date });
    assert.deepEqual([slack("2026-03-01"), slack("2026-03-01T10:00")], [true, false]);
    const search = contracts["slack.searchMessages"].input.parse({ query: "q" });
    assert.equal(Object(search).includePrivate, false);
  });

  it("lead to one thing, or to a list of them", () => {
    const lists = usual.map(([method]) => method);
    for (const [method, { of }] of Object.entries(contracts))
      assert.equal(of, lists.includes(method as ServiceMethod) ? "many" : "one", method);
  });
});
