import assert from "node:assert/strict";
import { newCall } from "../../../src/core/calls/toolCall";
import type { Tool } from "../../../src/core/catalog/catalog";
import { neverAborted } from "../../../src/core/kernel/abortSignals";
import { argumentsDocument } from "../../../src/core/presentation/shownArguments";
import { approvalView } from "../../../src/editor/questions/approvalView";
import type { Item } from "../../../src/editor/questions/questionView";

const tool: Tool = { name: "write", description: "Writes a file.", inputSchema: {}, hints: {} };

const view = (args: Record<string, unknown>, { label = "files", about = tool, wereShown = false } = {}) =>
  approvalView(
    newCall({ server: "files", tool: "write", args, caller: { door: "chat" }, signal: new AbortController().signal }),
    about,
    label,
    wereShown,
  );
const titles = (args: Record<string, unknown>, wereShown = false) =>
  view(args, { wereShown }).sections.map(({ title }) => title);
const items = (args: Record<string, unknown>, wereShown = false): readonly Item<unknown>[] =>
  view(args, { wereShown }).sections.flatMap((section): readonly Item<unknown>[] => section.items);
const allows = (all: readonly Item<unknown>[]) =>
  all.filter(({ answer }) => Reflect.get(Object(answer), "allow") === true);
const argumentsOf = (args: Record<string, unknown>) =>
  view(args)
    .sections.find(({ title }) => title === "Arguments")
    ?.items.map(({ label, description }) => [label, description]);

describe("the question before a tool runs", () => {
  it("names the tool, the server and the caller, and shows every argument as it is sent", () => {
    assert.equal(view({}).title, 'Run the tool "write" of the MCP server "files" for @mcp in the chat?');
    assert.deepEqual(
      argumentsOf({ path: "a.md", lines: [1, 2], token: "hunter2", key: "ghp_0123456789abcdefghij012" }),
      [
        ["path", '"a.md"'],
        ["lines", "[1,2]"],
        ["token", '"hunter2"'],
        ["key", '"ghp_0123456789abcdefghij012"'],
      ],
    );
    assert.deepEqual(view({}).sections.at(-1), {
      title: "About the tool",
      items: [{ label: "Writes a file." }],
    });
  });

  it("says what a request that is not a call would do, and names a client by its own name, cleaned", () => {
    const client = { id: "cursor", name: "Cursor\u202e" };
    const titleOf = (method: "resources/read" | "prompts/get") => {
      const asked = { server: "files", tool: method, method, args: {}, signal: neverAborted };
      return approvalView(newCall({ ...asked, caller: { door: "module", client } }), tool, "files", false).title;
    };
    assert.equal(titleOf("resources/read"), 'Read a resource of the MCP server "files" for "Cursor\ufffd"?');
    assert.equal(titleOf("prompts/get"), 'Use a prompt of the MCP server "files" for "Cursor\ufffd"?');
  });

  it("says that an extension only declares who it is, and offers nothing beyond the session", () => {
    const caller = { door: "extension", client: { id: "acme.tools", name: "acme.tools" } } as const;
    const call = newCall({ server: "files", tool: "write", args: {}, caller, signal: neverAborted });
    const { title, sections } = approvalView(call, tool, "files", false);
    const who = 'an extension that declares itself as "acme.tools"';
    assert.equal(title, `Run the tool "write" of the MCP server "files" for ${who}?`);
    const careful = sections.find(({ title }) => title === "Be careful")?.items.map(({ label }) => label);
    assert.equal(careful?.join(" "), `VS Code cannot prove which extension asks. This is ${who}.`);
    const spans = sections.flatMap(({ items }) => items.map(({ answer }) => answer?.allow && answer.span));
    assert.deepEqual([...new Set(spans.filter((span) => span))], ["once", "session"]);
  });

  it("says which rule asks, and offers nothing for longer where an organization wants it asked each time", () => {
    const asked = (source: "organization" | "user") => {
      const call = newCall({
        server: "files",
        tool: "write",
        args: {},
        caller: { door: "chat" },
        signal: neverAborted,
      });
      const askedBy = { verdict: "ask", source, id: "rule 2", reason: "It\u202e writes.", at: "/etc/p.json" } as const;
      return approvalView({ ...call, askedBy }, tool, "files", false).sections;
    };
    const why = (source: "organization" | "user") =>
      asked(source)
        .find(({ title }) => title === "Why you are asked")
        ?.items.map(({ label }) => label)
        .join(" ");
    assert.equal(why("user"), "Because of rule 2 of your setting mcpHub.policy. It\ufffd writes.");
    assert.match(
      why("organization") ?? "",
      /^Because of rule 2 of your organization's policy \(\/etc\/p\.json\): each time\./,
    );
    const longer = (source: "organization" | "user") => asked(source).some(({ title }) => title === "Allow for longer");
    assert.deepEqual([longer("user"), longer("organization")], [true, false]);
    assert.ok(!titles({}).includes("Why you are asked"));
  });

  it("offers no first, then once, then longer: this tool before every tool of the server, the least first", () => {
    const all = items({ path: "a.md" });
    assert.deepEqual(
      all.filter(({ answer, look }) => answer !== undefined || look).map(({ label }) => label),
      [
        "Deny",
        "Allow Once",
        "Show All Arguments…",
        "Allow for One Hour: write",
        "Allow in This Session: write",
        "Allow in This Workspace: write",
        "Always Allow: write",
        "Allow for One Hour: every tool of files",
        "Allow in This Session: every tool of files",
        "Allow in This Workspace: every tool of files",
        "Always Allow: every tool of files",
      ],
    );
    assert.deepEqual(all[0]?.answer, { allow: false });
    assert.deepEqual(
      allows(all).map(({ answer }) => `${Reflect.get(Object(answer), "what")} ${Reflect.get(Object(answer), "span")}`),
      [
        "tool once",
        "tool workspace",
        "tool session",
        "tool workspace",
        "tool always",
        "server workspace",
        "server session",
        "server workspace",
        "server always",
      ],
    );
    assert.deepEqual(titles({ path: "a.md" }), [undefined, "Arguments", "Allow for longer", "About the tool"]);
  });

  it("says so when there are no arguments, and offers nothing to look at", () => {
    assert.deepEqual(argumentsOf({}), [["Without arguments.", undefined]]);
    assert.equal(
      items({}).some(({ look }) => look),
      false,
    );
  });

  it("names the server by its entry too, where a label could pretend to be another", () =>
    assert.match(view({}, { label: "GitHub" }).title, /MCP server "GitHub" \(files\) for/));

  it("shows invisible characters as their escapes, in names and values", () => {
    assert.deepEqual(argumentsOf({ "a\u202eb": "\u001b]0;y\u0007\u200b\u00ad", b: "\u{e0041}\u3164\ufe0f\n" }), [
      ["a\\u202eb", '"\\u001b]0;y\\u0007\\u200b\\u00ad"'],
      ["b", '"\\udb40\\udc41\\u3164\\ufe0f\\n"'],
    ]);
  });

  const cut: [why: string, args: Record<string, unknown>][] = [
    ["a value is long", { text: `${"x".repeat(60)}; rm -rf /` }],
    ["a value is wide", { text: "W".repeat(30) }],
    ["a name is long", { ["n".repeat(40)]: 1 }],
    ["there are many", Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`a${at}`, at]))],
  ];
  for (const [why, args] of cut)
    it(`offers no way to allow while the arguments are cut because ${why}, until all were shown`, () => {
      const before = items(args);
      assert.deepEqual(allows(before), []);
      assert.deepEqual(
        before.filter(({ answer, look }) => answer !== undefined || look).map(({ label }) => label),
        ["Deny", "Show All Arguments…"],
      );
      assert.match(view(args).placeholder, /show all of them before you allow/);
      assert.equal(allows(items(args, true)).length, 9);
      assert.doesNotMatch(view(args, { wereShown: true }).placeholder, /show all/);
    });

  it("ends after an hour where it says so", () => {
    const hours = items({}).flatMap(({ label, answer }) => (label.includes("One Hour") ? [answer] : []));
    assert.deepEqual(hours, [
      { allow: true, span: "workspace", forMs: 3_600_000, what: "tool" },
      { allow: true, span: "workspace", forMs: 3_600_000, what: "server" },
    ]);
  });

  it("says above the arguments what to be careful with", () => {
    const asked = { server: "files", tool: "write", args: {}, caller: { door: "chat" }, signal: neverAborted } as const;
    const { sections } = approvalView(newCall(asked), tool, "files", false, ["It looks like another."]);
    assert.deepEqual(sections[1], { title: "Be careful", items: [{ label: "It looks like another." }] });
    assert.ok(!titles({}).includes("Be careful"));
  });

  it("marks what is cut and counts what is left out", () => {
    const [[, value] = []] = argumentsOf({ text: "x".repeat(1_000_000) }) ?? [];
    assert.match(value ?? "", /^"x{39}…$/);
    const many = argumentsOf(Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`a${at}`, at])));
    assert.equal(many?.length, 11);
    assert.deepEqual(many?.at(-1), ["…", "and 490 more"]);
  });

  it("shows the whole of the arguments in a document, with nothing masked and nothing invisible", () => {
    const { name, text } = argumentsDocument("../a b", { password: "hunter2", text: `x\u202e${"y".repeat(5000)}` });
    assert.equal(name, ".._a_b-arguments.json");
    assert.equal(text, `{\n  "password": "hunter2",\n  "text": "x\\u202e${"y".repeat(5000)}"\n}\n`);
  });
});
