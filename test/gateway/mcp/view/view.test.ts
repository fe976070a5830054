import assert from "node:assert/strict";
import type { ViewSource } from "../../../../src/gateway/mcp/view/viewSource";
import { aClient } from "../../../support/callFixture";
import { aTool } from "../../../support/fakeLink";
import { fakeSource, listed, namesIn, resource, sentTool, tools, viewOf } from "../../../support/fakeViews";

describe("what a client sees at an address", () => {
  it("names the tools of merged servers apart, and a call finds the one that was listed", () => {
    const view = viewOf(fakeSource({ one: tools("echo"), two: tools("echo") }));
    assert.deepEqual(namesIn(view), ["one__echo", "two__echo"]);
    assert.deepEqual(view.tool("two__echo"), { server: "two", name: "echo" });
    assert.throws(() => view.tool("echo"), { code: -32602 });
  });

  it("lists a tool under its alias with the person's words, says what its server calls it, and finds it by both names", () => {
    const inputSchema = { type: "object", properties: { text: { type: "string" } }, required: ["text"] };
    const sent = { name: "echo", description: "Says it.", inputSchema, _meta: { own: 1 }, "x-unknown": true };
    const source: ViewSource = {
      ...fakeSource({ one: { tools: [sentTool(sent), sentTool({ name: "count", inputSchema })] }, two: tools("say") }),
      presentation: (server, { name }) =>
        server === "one" && name === "echo"
          ? { name: "say", description: "Speaks.", defaults: { text: "hi" } }
          : undefined,
    };
    const merged = viewOf(source);
    assert.deepEqual(namesIn(merged), ["one__say", "one__count", "two__say"]);
    const echo = { server: "one", name: "echo" };
    for (const name of ["one__say", "one__echo"]) assert.deepEqual(merged.tool(name), echo);
    const alone = viewOf(source, [{ tools: ["one/echo"] }], "one");
    for (const name of ["say", "echo"]) assert.deepEqual(alone.tool(name), echo);
    assert.deepEqual(listed(alone), [
      {
        ...sent,
        name: "say",
        description: "Speaks.",
        inputSchema: { type: "object", properties: { text: { type: "string", default: "hi" } } },
        _meta: { own: 1, "mcp-client-hub/original": { name: "echo", description: "Says it." } },
      },
    ]);
  });

  it("never gives two tools the same name", () => {
    const view = viewOf(
      fakeSource({ a_: tools("b"), a: tools("_b", "__b"), a__: tools("b"), a__x: tools("y"), x: tools("x__y") }),
    );
    const names = namesIn(view);
    assert.equal(new Set(names).size, 6, names.join());
    for (const name of names) assert.match(name, /^[a-zA-Z0-9_-]{1,64}$/);
    const targets = names.map((name) => JSON.stringify(view.tool(name)));
    assert.equal(new Set(targets).size, 6);
  });

  it("keeps merged names short enough for a client that puts a name of its own before them", () => {
    const long = "n".repeat(64);
    const view = viewOf(fakeSource({ server: tools(long, `${long.slice(0, 63)}m`, "short") }));
    const names = namesIn(view);
    assert.equal(new Set(names).size, 3);
    for (const name of names) assert.ok(`mcp__mcp-hub__${name}`.length <= 64, name);
    assert.deepEqual(view.tool(names[1] ?? ""), { server: "server", name: `${long.slice(0, 63)}m` });
  });

  it("leaves the names of one server as they are at its own address", () => {
    const long = "n".repeat(64);
    const view = viewOf(fakeSource({ one: tools(long, "a.b"), two: tools("echo") }), [], "one");
    assert.deepEqual(namesIn(view), [long, "a.b"]);
    assert.deepEqual(view.tool("a.b"), { server: "one", name: "a.b" });
    assert.throws(() => view.tool("echo"));
  });

  it("lists a tool once that its server lists twice", () => {
    assert.deepEqual(namesIn(viewOf(fakeSource({ one: tools("echo", "echo") }))), ["one__echo"]);
  });

  it("names the candidates of an address that two servers list, and chooses neither", () => {
    const shared = { resources: [resource("file:///a")] };
    const source = fakeSource({
      one: shared,
      two: { ...shared, resources: [...shared.resources, resource("file:///b")] },
    });
    const view = viewOf(source);
    assert.throws(() => view.owner("file:///a"), { code: -32602, data: { uri: "file:///a", servers: ["one", "two"] } });
    assert.equal(view.owner("file:///b"), "two");
    assert.throws(() => view.owner("file:///c"), { code: -32002, data: { uri: "file:///c" } });
    assert.equal(viewOf(source, [], "one").owner("file:///a"), "one");
    assert.equal(viewOf(source, [{ servers: ["two"] }]).owner("file:///a"), "two");
  });

  it("finds the server of an address by its templates, one by one", () => {
    const template = (uriTemplate: string) => ({ resourceTemplates: [{ uriTemplate, name: "t" }] });
    const source = fakeSource({
      one: template("db://{table}/rows"),
      two: template("db://{table}"),
      three: template("web://{page}"),
    });
    const view = viewOf(source);
    assert.equal(view.owner("web://home"), "three");
    assert.throws(() => view.owner("db://users/rows"), { data: { uri: "db://users/rows", servers: ["one", "two"] } });
    assert.equal(view.templateOwner("db://{table}"), "two");
    assert.throws(() => view.templateOwner("db://{other}/rows"), { code: -32602 });
  });

  it("knows what it can find, and says no to what may come", () => {
    const view = viewOf(fakeSource({ one: { ...tools("echo"), resources: [resource("file:///a")] } }));
    assert.ok(view.knows("tools/call", { name: "one__echo" }));
    assert.ok(!view.knows("tools/call", { name: "one__other" }));
    assert.ok(view.knows("resources/read", { uri: "file:///a" }));
    assert.ok(!view.knows("resources/subscribe", { uri: "file:///b" }));
    assert.ok(view.knows("tools/call", {}));
  });
});

describe("what a client does not see", () => {
  const source = () =>
    fakeSource({
      one: {
        tools: [aTool("read", { hints: { readOnly: true } }), aTool("write")],
        prompts: [{ name: "ask", arguments: [] }],
      },
      two: { ...tools("echo"), resources: [resource("two:///a")] },
    });

  for (const [what, scope, names] of [
    ["other servers", { servers: ["one"] }, ["one__read", "one__write"]],
    ["tools that are not chosen", { tools: ["one/w*"] }, ["one__write"]],
    ["tools that are left out", { without: ["one/write", "two/*"] }, ["one__read"]],
    ["tools that may change something", { readOnly: true }, ["one__read"]],
    ["what is left out, though it is chosen", { tools: ["one/*"], without: ["one/read"] }, ["one__write"]],
  ] as const)
    it(`hides ${what}, and refuses to call them`, () => {
      const view = viewOf(source(), [scope]);
      assert.deepEqual(namesIn(view), names);
      for (const name of ["one__read", "one__write", "two__echo"])
        if (!(names as readonly string[]).includes(name)) assert.throws(() => view.tool(name), { code: -32602 });
    });

  it("takes what lies within all scopes: a profile widens no token", () => {
    assert.deepEqual(namesIn(viewOf(source(), [{ tools: ["one/*"] }, { tools: ["*/read", "two/*"] }])), ["one__read"]);
  });

  it("hides resources and prompts of other servers too", () => {
    const view = viewOf(source(), [{ servers: ["two"] }]);
    assert.deepEqual(listed(view, "prompts"), []);
    assert.throws(() => view.prompt("one__ask"));
    assert.throws(() => viewOf(source(), [{ servers: ["one"] }]).owner("two:///a"), { code: -32002 });
  });

  it("hides what a pin withholds, and nothing else", () => {
    const given = source();
    given.withheld.add("tool one/read").add("prompt one/ask");
    const view = viewOf(given);
    assert.deepEqual(namesIn(view), ["one__write", "two__echo"]);
    assert.throws(() => view.tool("one__read"));
    assert.throws(() => view.prompt("one__ask"));
  });

  it("follows what changes", () => {
    const given = source();
    const view = viewOf(given);
    assert.equal(namesIn(view).length, 3);
    given.withheld.add("tool one/read");
    given.changed();
    assert.equal(namesIn(view).length, 2);
    assert.throws(() => view.tool("one__read"));
  });
});

describe("what a client sees that answers servers itself", () => {
  const plain = aClient("a");

  it("is what everyone sees, and no second copy of it, as long as no server offers it more", () => {
    const source = fakeSource({ one: tools("echo"), two: tools("echo") });
    const shared = viewOf(source);
    const own = shared.for(plain);
    const text = own.list("tools", "legacy");
    let built = 0;
    source.withholds = () => {
      built++;
      return false;
    };
    assert.equal(shared.list("tools", "legacy"), text);
    assert.equal(built, 0, "nothing is worked out again");
    assert.equal(shared.for(plain), own);
    assert.notEqual(shared.for(aClient("b")), own);
  });

  it("is what the servers offer it, for it alone", () => {
    const source = fakeSource({ one: tools("echo") });
    const more = { ...source.catalog("one"), ...tools("echo", "more") };
    const { catalog } = source;
    source.catalog = (server, answers) => (answers?.key === "a" ? more : catalog(server));
    const shared = viewOf(source);
    assert.deepEqual(namesIn(shared.for(plain)), ["one__echo", "one__more"]);
    assert.deepEqual(namesIn(shared.for(aClient("b"))), ["one__echo"]);
    assert.throws(() => shared.tool("one__more"));
  });
});
