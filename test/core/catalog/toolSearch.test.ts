import assert from "node:assert/strict";
import MiniSearch from "minisearch";
import type { HubTool } from "../../../src/core/catalog/catalog";
import { ToolSearch, WordIndex, words } from "../../../src/core/catalog/toolSearch";
import { aTool } from "../../support/fakeLink";

const hubTool = (server: string, name: string, description = "", title = ""): HubTool => ({
  server,
  modelName: `${server}__${name}`,
  tool: aTool(name, { description, title }),
});

const tools = [
  hubTool("documents", "extract_text", "Reads a document and returns its plain text."),
  hubTool("documents", "classify_document", "Says what kind of document it is: invoice, contract, letter."),
  hubTool("files", "readFile", "Returns the contents of one file."),
  hubTool("files", "searchFiles", "Finds files by a pattern."),
  hubTool("jira", "create_issue", "Creates a ticket in a project.", "Create Issue"),
  hubTool("slack", "post_message", "Sends a message to a channel; mentions an issue if there is one."),
];

const namesOf = (some: readonly HubTool[]) => some.map(({ modelName }) => modelName);

const found = async (query: string, limit = 10, of: readonly HubTool[] = tools) =>
  namesOf(await new ToolSearch(() => of).find(query, limit));

describe("tool search", () => {
  it("finds by name, title, description and server", async () => {
    assert.equal((await found("extract text"))[0], "documents__extract_text");
    assert.equal((await found("ticket"))[0], "jira__create_issue");
    assert.equal((await found("invoice"))[0], "documents__classify_document");
    assert.deepEqual(await found("slack"), ["slack__post_message"]);
  });

  it("puts a tool named by the words before one that mentions them", async () => {
    const mentions = hubTool("a", "first", "Issue, issue, issue.");
    const named = hubTool("b", "create_issue", "Opens a new entry in the list of things to be done by the whole team.");
    assert.deepEqual(await found("issue", 10, [mentions, named]), ["b__create_issue", "a__first"]);
  });

  it("reads camelCase, snake_case and accents as words", async () => {
    assert.deepEqual(words("readHTTPFile snake_case kebab-case Übergrößen v2Api"), [
      ...["read", "http", "file", "snake", "case", "kebab", "case", "ubergroßen", "v2", "api"],
    ]);
    assert.equal((await found("read file"))[0], "files__readFile");
  });

  it("forgives a typo and an unfinished word", async () => {
    assert.equal((await found("clasify documnet"))[0], "documents__classify_document");
    assert.equal((await found("mesage"))[0], "slack__post_message");
    assert.equal((await found("extr"))[0], "documents__extract_text");
  });

  it("finds nothing for nothing, and nothing for what is not there", async () => {
    assert.deepEqual(await found(""), []);
    assert.deepEqual(await found(" -- !? "), []);
    assert.deepEqual(await found("zebra"), []);
    assert.deepEqual(await found("extract", 10, []), []);
  });

  it("gives no more than asked for", async () => {
    assert.equal((await found("document files issue message", 3)).length, 3);
  });

  it("builds once, and again when the list has changed", async () => {
    let list: readonly HubTool[] = tools;
    let read = 0;
    const counted: readonly HubTool[] = tools.map((one) => ({
      ...one,
      get server() {
        read++;
        return one.server;
      },
    }));
    const search = new ToolSearch(() => list);
    list = counted;
    await Promise.all([search.find("issue", 1), search.find("ticket", 1)]);
    assert.equal(read, counted.length, "two that ask at the same time wait for the same index");
    await search.find("issue", 1);
    assert.equal(read, counted.length, "the same list is not read again");
    list = [...tools, hubTool("web", "zebra_finder")];
    assert.deepEqual(namesOf(await search.find("zebra", 1)), ["web__zebra_finder"]);
    list = tools;
    assert.deepEqual(await search.find("zebra", 1), []);
  });

  it("answers from the list that there was when it was asked, though it changes while the index is built", async () => {
    let list: readonly HubTool[] = tools;
    const search = new ToolSearch(() => list);
    const asked = search.find("issue", 1);
    list = [hubTool("web", "zebra_finder")];
    const later = search.find("zebra", 1);
    assert.deepEqual(namesOf(await asked), ["jira__create_issue"]);
    assert.deepEqual(namesOf(await later), ["web__zebra_finder"]);
  });

  it("values a tool by how many of the words it has, not only by how well one fits", async () => {
    const all = hubTool("a", "first", "Opens the door of a house.");
    const one = hubTool("b", "door", "Door, door.");
    assert.deepEqual(await found("open door house", 10, [one, all]), ["a__first", "b__door"]);
  });

  it("adds up word by word what one search for all of them would find", async () => {
    const names = [
      "tool",
      "tools",
      "toolbox",
      "tooling",
      "create_issue",
      "created_issues",
      "creator",
      "isue_list",
      "a_to",
    ];
    const many = names.map((name, at) =>
      hubTool(`server${at % 3}`, name, `Says ${names.slice(at).join(", ")} and issue.`),
    );
    const whole = new MiniSearch({
      fields: ["name", "title", "description", "server"],
      tokenize: words,
      searchOptions: {
        boost: { name: 4, title: 3, server: 2 },
        prefix: (word) => word.length > 2,
        fuzzy: (word) => (word.length > 3 ? 0.25 : false),
        maxFuzzy: 2,
        weights: { prefix: 0.5, fuzzy: 0.3 },
      },
    });
    const entries = many.map(({ tool, server }, id) => ({
      id,
      server,
      name: tool.name,
      title: "",
      description: tool.description ?? "",
    }));
    whole.addAll(entries);
    const index = await WordIndex.of(entries, words);
    for (const query of ["tool", "tools", "create issue", "creat isues to tool server1", "too cre", "x"]) {
      const scores = await index.scores(words(query));
      const found = whole.search(query);
      assert.equal(scores.size, found.length, query);
      for (const { id, score } of found) assert.ok(Math.abs((scores.get(id) ?? 0) - score) < 1e-9, `${query}: ${id}`);
    }
  });

  it("builds no new index for a new list of the same tools, and one where any of them is another", async () => {
    let list: readonly HubTool[] = tools;
    const search = new ToolSearch(() => list);
    const first = async (query: string) => (await search.find(query, 1))[0];
    const [text] = list;
    assert.equal(await first("extract text"), text);
    list = tools.map((one) => ({ ...one }));
    assert.equal(await first("extract text"), text, "it finds in the list that it knows");
    const changes: readonly Partial<HubTool>[] = [
      { tool: aTool("unpack") },
      { shown: aTool("unpack") },
      { server: "unpack" },
      { modelName: "unpack" },
    ];
    for (const change of changes) {
      list = tools;
      await first("text");
      list = tools.map((one, at) => (at === 0 ? { ...one, ...change } : one));
      const query = "modelName" in change ? "extract text" : "unpack";
      assert.equal(await first(query), list[0], JSON.stringify(Object.keys(change)));
    }
  });

  it("reads 300 characters of a query, 24 words of it, and 1,000 characters of a description", async () => {
    const found = async (query: string, of: readonly HubTool[] = [hubTool("a", "zebra")]) =>
      (await new ToolSearch(() => of).find(query, 1)).length;
    assert.deepEqual([await found(`${" ".repeat(295)}zebra`), await found(`${" ".repeat(299)}zebra`)], [1, 0]);
    const words = (count: number) => Array.from({ length: count }, (_, n) => `q${n}`).join(" ");
    assert.deepEqual([await found(`${words(23)} zebra`), await found(`${words(24)} zebra`)], [1, 0]);
    assert.equal(await found(`${"q ".repeat(50)} zebra`), 1, "a word counts once");
    const described = (blanks: number) => [hubTool("a", "b", `${" ".repeat(blanks)}zebra`)];
    assert.deepEqual([await found("zebra", described(995)), await found("zebra", described(999))], [1, 0]);
  });

  it("answers from 5,000 tools, and cuts a query that is a page", async () => {
    const nouns = ["issue", "page", "file", "user", "branch", "invoice", "channel", "board", "build", "table"];
    const verbs = ["create", "list", "delete", "update", "search"];
    const many = Array.from({ length: 100 }, (_, server) =>
      verbs.flatMap((verb) =>
        nouns.map((noun) =>
          hubTool(
            `server${server}`,
            `${verb}_${noun}`,
            `${verb} one ${noun} of the system number ${server}, with options`,
          ),
        ),
      ),
    ).flat();
    const search = new ToolSearch(() => many);
    assert.deepEqual(namesOf(await search.find("delete invoice server42", 1)), ["server42__delete_invoice"]);
    assert.deepEqual(await search.find(`${"x ".repeat(10_000)}delete invoice server42`, 1), []);
  });
});
