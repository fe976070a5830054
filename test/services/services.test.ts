import assert from "node:assert/strict";
import { failureOf } from "../../src/core/calls/services/serviceFailure";
import { HubError } from "../../src/core/kernel/hubError";
import { over, Replayed, recordedTools, textResult } from "./replayed";

const json = (value: unknown) => textResult(JSON.stringify(value));
const tool = (name: string, ...properties: string[]) => ({
  name,
  inputSchema: { type: "object", properties: Object.fromEntries(properties.map((property) => [property, {}])) },
  hints: {},
});
const tools = (server: string) => recordedTools.get(server) ?? [];
const issues = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => ({
    key: `P-${from + at}`,
    fields: { summary: `T${from + at}`, status: { name: "Open" } },
  }));

interface Found {
  readonly items: readonly { readonly id: string }[];
  readonly incomplete: boolean;
}

const ids = ({ items }: Found) => items.map(({ id }) => id);
const all = (count: number) => Array.from({ length: count }, (_, at) => `P-${at}`);

describe("a listing of a service", () => {
  it("follows cursors to the wanted number", async () => {
    const service = new Replayed({ tools: tools("aashari-jira") }, ({ args }) => {
      const { maxResults, nextPageToken = "0" } = args.queryParams as Record<string, string>;
      const from = Number(nextPageToken);
      const to = Math.min(400, from + Number(maxResults));
      return json({ issues: issues(from, to), isLast: to === 400, nextPageToken: String(to) });
    });
    const found = (await service.call("jira.searchIssues", { jql: "x", maxResults: 250 })) as Found;
    assert.deepEqual([ids(found), found.incomplete, service.sent.length], [all(250), false, 5]);
  });

  it("counts on from where it is, where a server pages by numbers and gives fewer than asked", async () => {
    const service = new Replayed({ tools: tools("npm-mcp-atlassian") }, ({ args }) => {
      const from = Number(args.startAt ?? 0);
      return json({ totalResults: 260, issues: issues(from, Math.min(260, from + 40)) });
    });
    const found = (await service.call("jira.searchIssues", { jql: "x", maxResults: 1000 })) as Found;
    assert.deepEqual([ids(found), found.incomplete, service.sent.length], [all(260), false, 7]);
  });

  it("takes a cursor or a start from sooperset, whichever its Jira has", async () => {
    const service = new Replayed({ tools: tools("sooperset-mcp-atlassian") }, ({ args }) => {
      const from = Number(args.start_at ?? 0);
      return json({
        total: 120,
        issues: issues(from, Math.min(120, from + 50)).map(({ key }) => ({ key, summary: key })),
      });
    });
    const found = (await service.call("jira.searchIssues", { jql: "x" })) as Found;
    assert.deepEqual([ids(found), service.sent.map(({ args }) => args.start_at)], [all(100), [undefined, 50]]);
  });

  it("says that it is incomplete, and does not ask again, where a server has more and names no cursor", async () => {
    const service = new Replayed({ tools: tools("atlassian-remote-v1") }, () =>
      json({
        issues: {
          totalCount: 15,
          remainingCount: 10,
          nodes: issues(0, 5),
          pageInfo: { hasNextPage: false, endCursor: null },
        },
      }),
    );
    const found = (await service.call("jira.searchIssues", { jql: "x" }, { cloudId: "c" })) as Found;
    assert.deepEqual([ids(found), found.incomplete, service.sent.length], [all(5), true, 1]);
  });

  it("ends where a server gives the same page, or the same cursor, again and again", async () => {
    for (const nextPageToken of ["same", undefined]) {
      const service = new Replayed({ tools: tools("aashari-jira") }, (_, count) =>
        json({
          issues: nextPageToken ? issues(count, count + 1) : issues(0, 2),
          isLast: false,
          nextPageToken: nextPageToken ?? String(count),
        }),
      );
      const found = (await service.call("jira.searchIssues", { jql: "x", maxResults: 1000 })) as Found;
      assert.equal(found.incomplete, true);
      assert.ok(service.sent.length <= 2, `${service.sent.length} calls`);
    }
  });

  it("numbers hits of the web through all pages, and asks for pages of one size", async () => {
    const service = new Replayed({ tools: tools("brave") }, ({ args }) => ({
      content: Array.from({ length: 20 }, (_, at) => ({
        type: "text",
        text: JSON.stringify({ url: `https://e.test/${Number(args.offset ?? 0)}/${at}`, title: "t" }),
      })),
      isError: false,
    }));
    const { items } = (await service.call("webSearch.search", { query: "x", limit: 45 })) as {
      items: { rank: number }[];
    };
    assert.deepEqual(
      items.map(({ rank }) => rank),
      Array.from({ length: 45 }, (_, at) => at + 1),
    );
    assert.deepEqual(
      service.sent.map(({ args }) => [args.count, args.offset]),
      [
        [20, undefined],
        [20, 1],
        [20, 2],
      ],
    );
  });

  it("is incomplete where a server gives only so many at once", async () => {
    const hit = { url: "https://e.test/", title: "t" };
    const service = over(
      "tavily",
      json({ results: Array.from({ length: 20 }, (_, at) => ({ ...hit, url: `${hit.url}${at}` })) }),
    );
    const found = (await service.call("webSearch.search", { query: "x", limit: 30 })) as Found;
    assert.deepEqual([found.items.length, found.incomplete], [20, true]);
    assert.equal(service.sent[0]?.args.max_results, 20);
  });
});

describe("a method of a service", () => {
  it("names the tools that it saw where the server cannot do it", async () => {
    await assert.rejects(over("modelcontextprotocol-slack", json({})).call("slack.searchMessages", { query: "x" }), {
      code: "unsupported",
      message:
        /^tested cannot do "slack\.searchMessages": .* It offers slack_list_channels, slack_post_message, .*"mcpHub\.services"/,
    });
    await assert.rejects(new Replayed({}, () => json({})).call("jira.getIssue", { key: "P-1" }), {
      code: "unsupported",
      message: /It offers no tools\./,
    });
  });

  it("cannot answer in a thread where only the tool for new messages is listed, and uses the one for threads", async () => {
    const [post] = tools("modelcontextprotocol-slack").filter(({ name }) => name === "slack_post_message");
    const given = { channel: "C1", text: "hi", threadTs: "1.2" };
    assert.ok(post);
    await assert.rejects(new Replayed({ tools: [post] }, () => json({})).call("slack.sendMessage", given), {
      code: "unsupported",
    });
    const service = over("modelcontextprotocol-slack", json({ ok: true, channel: "C1", ts: "1.3" }));
    await service.call("slack.sendMessage", given);
    assert.deepEqual(
      service.sent.map(({ tool, args }) => [tool, args]),
      [["slack_reply_to_thread", { channel_id: "C1", thread_ts: "1.2", text: "hi" }]],
    );
  });

  it("refuses arguments with their paths, and asks no server", async () => {
    const service = over("nexus2520-jira", json({}));
    await assert.rejects(
      service.call("jira.searchTickets", { status: ["Open", 3], maxResults: 5000, typo: 1 }),
      (error) => {
        assert.ok(error instanceof HubError);
        assert.equal(error.code, "bad-arguments");
        for (const place of [/status\[1\]: /, /maxResults: /, /typo/]) assert.match(error.message, place);
        return true;
      },
    );
    await assert.rejects(service.call("jira.searchTickets", { createdAfter: "yesterday" }), {
      message: /createdAfter: use a date/,
    });
    assert.equal(service.sent.length, 0);
  });

  it("writes criteria as JQL, with everything quoted", async () => {
    const service = over("nexus2520-jira", json({ issues: [] }));
    await service.call("jira.searchTickets", {
      status: ['Won\'t "do"', "A\\B"],
      assignee: 'x" OR project = SECRET',
      createdAfter: "2026-03-01",
      createdBefore: "2026-03-02T10:30:00+02:00",
    });
    await service.call("jira.searchTickets", { assignee: "me" });
    await service.call("jira.searchTickets", { assignee: "none" });
    await service.call("jira.searchTickets", {});
    assert.deepEqual(
      service.sent.map(({ args }) => args.jql),
      [
        'status in ("Won\'t \\"do\\"", "A\\\\B") AND assignee = "x\\" OR project = SECRET" AND created >= "2026-03-01" AND created < "2026-03-02 08:30" ORDER BY created DESC',
        "assignee = currentUser() ORDER BY created DESC",
        "assignee is EMPTY ORDER BY created DESC",
        "created >= -365d ORDER BY created DESC",
      ],
    );
  });

  it("asks once for the site of an account, and lists the sites where there are several", async () => {
    const sites = [{ id: "1", url: "https://a.example" }];
    const service = new Replayed({ tools: tools("atlassian-remote-v2") }, ({ tool }) =>
      tool === "getAccessibleAtlassianResources" ? json(sites) : json({ data: { key: "P-1", fields: {} } }),
    );
    for (let time = 0; time < 2; time++) await service.call("jira.getIssue", { key: "P-1" });
    assert.deepEqual(
      service.sent.map(({ tool, args }) => [tool, args.cloudId]),
      [
        ["getAccessibleAtlassianResources", undefined],
        ["getJiraIssue", "1"],
        ["getJiraIssue", "1"],
      ],
    );
    const several = over("atlassian-remote-v2", json([...sites, { id: "2", url: "https://b.example" }]));
    await assert.rejects(several.call("jira.getIssue", { key: "P-1" }), {
      code: "needs-input",
      message: /https:\/\/a\.example, https:\/\/b\.example.*"cloudId"/,
    });
  });

  it("finds tools behind a gateway's prefix, of the same server", async () => {
    const prefixed = (mark: string) =>
      tools("atlassian-remote-v1").map((one) => ({ ...one, name: `${mark}${one.name}` }));
    for (const mark of ["mcp__team__", "team.", "team_", "team/"]) {
      const service = new Replayed({ tools: prefixed(mark) }, ({ tool }) =>
        tool.endsWith("Resources") ? json([{ id: "1" }]) : json({ key: "P-1", fields: { summary: "x" } }),
      );
      await service.call("jira.getIssue", { key: "P-1" });
      assert.deepEqual(
        service.sent.map(({ tool }) => tool),
        [`${mark}getAccessibleAtlassianResources`, `${mark}getJiraIssue`],
      );
    }
    const alone = new Replayed({ tools: [tool("search", "query", "max_results")] }, () => json({}));
    await assert.rejects(alone.call("webSearch.search", { query: "x" }), { code: "unsupported" });
    const alike = new Replayed(
      { tools: [tool("research", "query", "max_results"), tool("fetch_content", "url")] },
      () => json({}),
    );
    await assert.rejects(alike.call("webSearch.search", { query: "x" }), { code: "unsupported" });
  });

  it("uses an older name of a tool, and says so once", async () => {
    const service = new Replayed({ tools: [tool("tavily-search", "query", "max_results")] }, () =>
      textResult("Detailed Results:"),
    );
    for (let time = 0; time < 2; time++) await service.call("webSearch.search", { query: "x" });
    assert.deepEqual(service.notes, [
      'tested offers "tavily-search", which is now called "tavily_search"; it is used as before.',
    ]);
  });

  it("tries the next row where a listed tool is gone, and no other failure leads to it", async () => {
    const both = [...tools("nexus2520-jira"), ...tools("npm-mcp-atlassian")];
    const service = new Replayed({ tools: both }, ({ tool }) =>
      tool === "jira_issues"
        ? json({ error: "Unknown tool: jira_issues" })
        : json({ key: "P-1", fields: { summary: "x" } }),
    );
    for (let time = 0; time < 2; time++) await service.call("jira.getIssue", { key: "P-1" });
    assert.deepEqual(
      service.sent.map(({ tool }) => tool),
      ["jira_issues", "read_jira_issue", "jira_issues", "read_jira_issue"],
    );
    assert.deepEqual(service.notes, [
      'tested no longer has "jira_issues"; "read_jira_issue" is used for "jira.getIssue" instead.',
    ]);
    const refused = new Replayed({ tools: both }, () => json({ error: "Not Found" }));
    await assert.rejects(refused.call("jira.getIssue", { key: "P-1" }), { code: "server-error", message: /Not Found/ });
    assert.equal(refused.sent.length, 1);
  });

  it("reads a page that is offered as a resource", async () => {
    const template = { uriTemplate: "confluence://page/{id}", name: "page" };
    const service = new Replayed(
      { resourceTemplates: [template] },
      () => json({}),
      [],
      () => "# Login\n\nUse SSO.",
    );
    assert.deepEqual(await service.call("confluence.getPageContent", { pageId: "a/b" }), {
      id: "a/b",
      title: "Login",
      content: "# Login\n\nUse SSO.",
      spaceKey: null,
      lastModified: null,
      url: null,
    });
    assert.deepEqual(
      service.sent.map(({ tool }) => tool),
      ["confluence://page/a%2Fb"],
    );
  });

  it("shows the beginning of a result in no known shape, with the row, and keeps the result", async () => {
    const result = textResult(`something new\u001b[31m ${"x".repeat(1000)}`);
    const error = await over("nexus2520-jira", result)
      .call("jira.getIssue", { key: "P-1" })
      .catch((error: unknown) => error);
    assert.ok(error instanceof HubError);
    assert.equal(error.code, "unreadable-result");
    assert.match(error.message, /"jira_issues" on tested .* row "nexus2520: jira\.getIssue" .* begins: something new/);
    assert.ok(!error.message.includes("\u001b") && error.message.length < 600, error.message);
    assert.deepEqual(failureOf(error), { row: "nexus2520: jira.getIssue", result });
  });

  it("gives no personal data, wherever a server puts it", async () => {
    const person = { EmailAddress: "mia@example.test", profile: { email: "mia@example.test" }, displayName: "Mia" };
    const raw = {
      key: "P-1",
      self: "https://j.test/rest/api/3/issue/1",
      fields: { summary: "x", assignee: person, labels: ["a"] },
    };
    for (const answer of [json(raw), json({ result: JSON.stringify(raw) })]) {
      const text = JSON.stringify(await over("nexus2520-jira", answer).call("jira.getIssue", { key: "P-1" }));
      assert.ok(!/mia@|rest\/api/i.test(text) && text.includes("Mia"), text);
    }
  });
});
