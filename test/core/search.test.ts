import assert from "node:assert/strict";
import { ToolSearch, words } from "../../src/core/catalog/search";
import type { HubTool } from "../../src/core/hub";
import { cpuMs } from "../support/cpuMs";
import { aTool } from "../support/fakeLink";

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

const found = (query: string, limit = 10, of: readonly HubTool[] = tools) =>
  new ToolSearch(() => of).find(query, limit).map(({ modelName }) => modelName);

describe("tool search", () => {
  it("finds by name, title, description and server", () => {
    assert.equal(found("extract text")[0], "documents__extract_text");
    assert.equal(found("ticket")[0], "jira__create_issue");
    assert.equal(found("invoice")[0], "documents__classify_document");
    assert.deepEqual(found("slack"), ["slack__post_message"]);
  });

  it("puts a tool named by the words before one that mentions them", () => {
    const mentions = hubTool("a", "first", "Issue, issue, issue.");
    const named = hubTool("b", "create_issue", "Opens a new entry in the list of things to be done by the whole team.");
    assert.deepEqual(found("issue", 10, [mentions, named]), ["b__create_issue", "a__first"]);
  });

  it("reads camelCase, snake_case and accents as words", () => {
    assert.deepEqual(words("readHTTPFile snake_case kebab-case Übergrößen v2Api"), [
      ...["read", "http", "file", "snake", "case", "kebab", "case", "ubergroßen", "v2", "api"],
    ]);
    assert.equal(found("read file")[0], "files__readFile");
  });

  it("forgives a typo and an unfinished word", () => {
    assert.equal(found("clasify documnet")[0], "documents__classify_document");
    assert.equal(found("mesage")[0], "slack__post_message");
    assert.equal(found("extr")[0], "documents__extract_text");
  });

  it("finds nothing for nothing, and nothing for what is not there", () => {
    assert.deepEqual(found(""), []);
    assert.deepEqual(found(" -- !? "), []);
    assert.deepEqual(found("zebra"), []);
    assert.deepEqual(found("extract", 10, []), []);
  });

  it("gives no more than asked for", () => {
    assert.equal(found("document files issue message", 3).length, 3);
  });

  it("builds once, and again when the list has changed", () => {
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
    search.find("issue", 1);
    const once = read;
    search.find("issue", 1);
    assert.equal(read, once, "the same list is not read again");
    list = [...tools, hubTool("web", "zebra_finder")];
    assert.deepEqual(
      search.find("zebra", 1).map(({ modelName }) => modelName),
      ["web__zebra_finder"],
    );
    list = tools;
    assert.deepEqual(search.find("zebra", 1), []);
  });

  it("answers from 5,000 tools quickly, however long the query", () => {
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
    assert.equal(search.find("delete invoice server42", 1)[0]?.modelName, "server42__delete_invoice");
    const ms = cpuMs(() => {
      search.find("create a new issue for the broken build please", 10);
      search.find("list pages ".repeat(10_000), 10);
    });
    assert.ok(ms < 1000, `two searches took ${ms} ms of the processor`);
  });
});
