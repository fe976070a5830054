import assert from "node:assert/strict";
import { createHub, type ModuleHub } from "../../src/headless";

const shaped = (shape: string) => ({ command: "node", args: ["test/services/shapedServer.mjs", `--shape=${shape}`] });
const nowhere = "$.nothing";

/** Real servers in processes of their own, each with the same tickets in another shape, and the hub of a script over all of them. */
describe("the services of the hub as a module", () => {
  let hub: ModuleHub;

  before(() => {
    hub = createHub({
      servers: { npm: shaped("npm"), sooperset: shaped("sooperset"), own: { ...shaped("own"), custom: { most: 40 } } },
      options: {
        services: [
          {
            server: "own",
            method: "jira.searchIssues",
            tool: "find",
            arguments: { words: "{jql}", top: "{custom.most}", from: "{start}" },
            page: { by: "start", most: 40 },
            result: {
              items: "$.hits[*]",
              fields: {
                ...{ id: "$.ref", title: "$.head", status: "$.state" },
                ...{
                  type: nowhere,
                  priority: nowhere,
                  assignee: nowhere,
                  created: nowhere,
                  updated: nowhere,
                  url: nowhere,
                },
              },
              total: "$.all",
            },
          },
        ],
      },
    });
  });

  after(() => hub.close());

  it("give the same tickets of every server, page by page, while the servers still start", async () => {
    const ask = (server: string) => hub.services.jira(server).searchTickets({ status: ["Open"], maxResults: 120 });
    const [npm, ...others] = await Promise.all([ask("npm"), ask("sooperset"), ask("own")]);
    assert.deepEqual(
      [npm?.items.length, npm?.items[119]?.id, npm?.items[119]?.title, npm?.incomplete],
      [120, "PROJ-120", "Ticket 120", false],
    );
    for (const other of others) assert.deepEqual(other, npm);
    const figures = hub.figures().find(({ server }) => server === "npm");
    assert.equal(figures?.tools.search_jira_issues?.outcomes.ok, 3, "the calls are on the one path");
  });

  it("give the same ticket of every server, and the same failure", async () => {
    const [npm, sooperset] = ["npm", "sooperset"].map((server) => hub.services.jira(server));
    assert.ok(npm && sooperset);
    const ticket = await npm.getIssue("PROJ-7");
    assert.deepEqual(await sooperset.getIssue({ key: "PROJ-7" }), ticket);
    assert.equal(ticket.title, "Ticket 7");
    for (const service of [npm, sooperset])
      await assert.rejects(service.getIssue("PROJ-999"), {
        code: "server-error",
        message: /reported an error: Not Found$/,
      });
  });

  it("say what a server cannot do, and what is wrong with a server", async () => {
    await assert.rejects(hub.services.jira("own").getIssue("PROJ-1"), {
      code: "unsupported",
      message: /It offers find\./,
    });
    await assert.rejects(hub.services.slack("nope").sendMessage({ channel: "C1", text: "x" }), {
      code: "unknown-server",
    });
    await assert.rejects(hub.services.webSearch("npm").search({ query: "" }), { code: "bad-arguments" });
  });

  it("end with the caller", async () => {
    const abort = new AbortController();
    abort.abort();
    await assert.rejects(hub.services.jira("npm").getIssue("PROJ-1", { signal: abort.signal }), { code: "cancelled" });
  });
});
