import assert from "node:assert/strict";
import type { GrantSpan } from "../../../../src/core/calls/approval/grants";
import { StoredGrants } from "../../../../src/core/calls/approval/storedGrants";
import type { ServerDefinition } from "../../../../src/core/config/schema/serverDefinition";
import type { StateStore } from "../../../../src/core/kernel/ports";
import type { Caller } from "../../../../src/protocol/caller";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { definition } from "../../../support/fakeLink";

class MemoryStore implements StateStore {
  readonly values = new Map<string, unknown>();
  get = (key: string) => this.values.get(key);
  set = async (key: string, value: unknown) => void this.values.set(key, JSON.parse(JSON.stringify(value)));
}

function setUp() {
  const definitions = new Map<string, ServerDefinition>();
  const put = (one: ServerDefinition) => definitions.set(one.id, one);
  for (const id of ["files", "mail"]) put(definition(id));
  const stores = { workspace: new MemoryStore(), always: new MemoryStore() };
  /** A new window: the session is over, the stores remain. */
  const open = (workspace = stores.workspace) =>
    new StoredGrants(
      (id) => definitions.get(id) ?? definition(id),
      { workspace, always: stores.always },
      (event) => events.push(event),
      () => clock.now,
    );
  const clock = { now: Date.parse("2026-01-01T12:00:00Z") };
  const events: HubEvent[] = [];
  return { open, put, stores, events, clock };
}

const yes = (span: GrantSpan, what: "tool" | "server" = "tool") => ({ allow: true, span, what }) as const;

const of = (server: string, tool: string, caller: Caller = { door: "chat" }) => ({ server, tool, caller });

describe("grants", () => {
  const rows: [GrantSpan, session: boolean, workspace: boolean, elsewhere: boolean][] = [
    ["once", false, false, false],
    ["session", true, false, false],
    ["workspace", true, true, false],
    ["always", true, true, true],
  ];
  for (const [span, session, workspace, elsewhere] of rows)
    it(`"${span}" holds as long as it says`, async () => {
      const { open } = setUp();
      const grants = open();
      await grants.grant(of("files", "read"), yes(span));
      assert.equal(grants.allows(of("files", "read")), session);
      assert.equal(open().allows(of("files", "read")), workspace);
      assert.equal(open(new MemoryStore()).allows(of("files", "read")), elsewhere);
    });

  for (const span of ["session", "workspace", "always"] as const)
    it(`"${span}" holds for the session alone where nobody can prove who asks`, async () => {
      const { open, stores } = setUp();
      const acme: Caller = { door: "extension", client: { id: "acme.tools", name: "acme.tools" } };
      const grants = open();
      await grants.grant(of("files", "read", acme), yes(span));
      assert.ok(grants.allows(of("files", "read", acme)));
      assert.deepEqual(
        grants.list().map((grant) => grant.span),
        ["session"],
      );
      assert.deepEqual([stores.workspace.values.size, stores.always.values.size], [0, 0]);
      assert.ok(!open().allows(of("files", "read", acme)));
    });

  it("go along with an entry that the person has the hub rename, and are of no use to another one that takes its name", async () => {
    const { open, put, events } = setUp();
    const grants = open();
    await grants.grant(of("files", "read"), yes("always"));
    await grants.grant(of("files", "list"), yes("session"));
    await grants.trust("files", true);
    const before = definition("files");
    const after = { ...before, id: "docs" };
    put(after);
    const back = await grants.carry(before, after);
    assert.deepEqual([grants.allows(of("docs", "read")), grants.allows(of("docs", "list"))], [true, true]);
    assert.ok(open().allows(of("docs", "read")) && grants.trusts("docs"));
    assert.deepEqual([grants.allows(of("files", "read")), grants.trusts("files")], [false, false]);
    assert.ok(events.some((event) => event.type === "grant.added" && event.server === "docs"));
    await back();
    assert.deepEqual([grants.allows(of("docs", "read")), grants.allows(of("files", "read"))], [false, true]);
    assert.ok(grants.trusts("files"));
  });

  it("what is stored allows nothing where nobody can prove who asks", async () => {
    const { open, stores } = setUp();
    const grants = open();
    const client = { id: "acme.tools", name: "acme.tools" };
    await grants.grant(of("files", "read", { door: "module", client }), yes("always"));
    const stored = JSON.stringify(stores.always.values.get("mcpHub.grants")).replaceAll("module", "extension");
    await stores.always.set("mcpHub.grants", JSON.parse(stored));
    assert.ok(!open().allows(of("files", "read", { door: "extension", client })));
  });

  it("a tool's grant covers that tool only, a server's covers all of its tools", async () => {
    const { open } = setUp();
    const grants = open();
    await grants.grant(of("files", "read"), yes("session"));
    assert.ok(!grants.allows(of("files", "write")));
    await grants.grant(of("files", "read"), yes("session", "server"));
    assert.ok(grants.allows(of("files", "write")));
    assert.ok(!grants.allows(of("mail", "read")));
  });

  it("a yes given to one caller does not hold for another door, nor for another client of the same door", async () => {
    const { open } = setUp();
    const grants = open();
    const cursor: Caller = { door: "module", client: { id: "cursor", name: "Cursor" } };
    const codex: Caller = { door: "module", client: { id: "codex", name: "Cursor" } };
    await grants.grant(of("files", "read", cursor), yes("always", "server"));
    assert.deepEqual(
      [cursor, codex, { door: "chat" } as const, { door: "module" } as const].map((caller) =>
        grants.allows(of("files", "read", caller)),
      ),
      [true, false, false, false],
    );
  });

  it("a grant for a tool named like a method does not cover the method, nor the other way around", async () => {
    const { open } = setUp();
    const tool = of("files", "resources/read");
    const read = { ...tool, method: "resources/read" } as const;
    const grants = open();
    await grants.grant(tool, yes("session"));
    assert.deepEqual([grants.allows(tool), grants.allows(read)], [true, false]);
    const other = open();
    await other.grant(read, yes("session"));
    assert.deepEqual([other.allows(tool), other.allows(read)], [false, true]);
  });

  it("a grant ends when it says, and can be made to end", async () => {
    const { open, events, clock } = setUp();
    const grants = open();
    await grants.grant(of("files", "read"), { ...yes("always"), forMs: 60_000 });
    await grants.grant(of("files", "write"), yes("always"));
    const write = grants.list().find(({ tool }) => tool === "write");
    assert.ok(write);
    await grants.limit(write, clock.now + 90_000);
    assert.equal(grants.list().find(({ tool }) => tool === "read")?.until, clock.now + 60_000);
    clock.now += 59_999;
    assert.deepEqual([grants.allows(of("files", "read")), open().allows(of("files", "read"))], [true, true]);
    clock.now += 1;
    assert.ok(!grants.allows(of("files", "read")));
    assert.deepEqual(
      grants.list().map(({ tool }) => tool),
      ["write"],
    );
    clock.now += 30_000;
    assert.ok(!grants.allows(of("files", "write")));
    assert.deepEqual(grants.list(), []);
    const ends = events.flatMap((event) => (event.type === "grant.added" ? [event.until !== undefined] : []));
    assert.deepEqual(ends, [true, false, true]);
  });

  it("lists who may do what, since when, when it was last used, and whether it still holds", async () => {
    const { open, put, clock } = setUp();
    const grants = open();
    const client = { id: "cursor", name: "Cursor" };
    const began = clock.now;
    await grants.grant(of("files", "read", { door: "module", client }), yes("always"));
    clock.now += 5_000;
    await grants.grant(of("mail", "send"), yes("session", "server"));
    clock.now += 120_000;
    grants.allows(of("files", "read", { door: "module", client }));
    const shown = grants.list().map(({ id: _, ...grant }) => grant);
    assert.deepEqual(shown, [
      { server: "mail", caller: { door: "chat" }, span: "session", since: began + 5_000, holds: true },
      {
        server: "files",
        caller: { door: "module", client },
        tool: "read",
        span: "always",
        since: began,
        used: began + 125_000,
        holds: true,
      },
    ]);
    put(definition("files", { label: "Other" }));
    put(definition("files", { entry: { kind: "valid", config: { command: "evil" } } }));
    assert.deepEqual(
      grants.list().map(({ server, holds }) => [server, holds]),
      [
        ["mail", true],
        ["files", false],
      ],
    );
  });

  it("a revoked grant allows nothing, in this window and in the next, and says so", async () => {
    const { open, events } = setUp();
    const grants = open();
    for (const span of ["session", "workspace", "always"] as const) await grants.grant(of("files", span), yes(span));
    for (const grant of grants.list()) {
      await grants.revoke(grant);
      assert.ok(!grants.allows(of("files", grant.tool ?? "")), grant.tool);
    }
    assert.deepEqual([grants.list(), open().list()], [[], []]);
    assert.equal(events.filter(({ type }) => type === "grant.revoked").length, 3);
  });

  it("a client whose id imitates a door or a tool is still another caller", async () => {
    const { open } = setUp();
    const grants = open();
    await grants.grant(of("files", "read", { door: "chat", client: { id: 'a","read', name: "" } }), yes("always"));
    await grants.grant(of("files", 'read"]', { door: "chat" }), yes("always"));
    assert.ok(!grants.allows(of("files", "read", { door: "chat", client: { id: "a", name: "" } })));
    assert.ok(!grants.allows(of("files", "read", { door: "chat" })));
  });

  it("publishes what was granted, trusted and forgotten, and nothing for a single call", async () => {
    const { open, events } = setUp();
    const grants = open();
    const client = { id: "cursor", name: "Cursor" };
    await grants.grant(of("files", "read"), yes("once"));
    await grants.grant(of("files", "read", { door: "module", client }), yes("workspace"));
    await grants.grant(of("files", "read"), yes("session", "server"));
    await grants.trust("files", true);
    await grants.forget("files");
    await grants.forget();
    assert.deepEqual(events, [
      { type: "grant.added", server: "files", caller: { door: "module", client }, tool: "read", span: "workspace" },
      { type: "grant.added", server: "files", caller: { door: "chat" }, span: "session" },
      { type: "server.trusted", server: "files", trusted: true },
      { type: "grant.forgotten", server: "files" },
      { type: "grant.forgotten" },
    ]);
  });

  it("a tool that calls itself * is one tool", async () => {
    const { open } = setUp();
    const grants = open();
    await grants.grant(of("files", "*"), yes("always"));
    assert.ok(!grants.allows(of("files", "write")));
  });

  it("a definition that changes behind a known name is asked about again", async () => {
    const { open, put } = setUp();
    const grants = open();
    await grants.grant(of("files", "read"), yes("always", "server"));
    await grants.trust("files", true);
    put(definition("files", { entry: { kind: "valid", config: { command: "evil" } } }));
    assert.ok(!grants.allows(of("files", "read")));
    assert.ok(!grants.trusts("files"));
    put(definition("files", { scope: "workspace" }));
    assert.ok(!grants.allows(of("files", "read")), "the same text from a workspace is another server");
    put(definition("files", { label: "My files" }));
    assert.ok(grants.allows(of("files", "read")), "a label changes nothing");
  });

  it("forgets one server, or all", async () => {
    const { open } = setUp();
    const grants = open();
    for (const server of ["files", "mail"]) await grants.grant(of(server, "read"), yes("always"));
    await grants.trust("files", true);
    await grants.forget("files");
    assert.deepEqual(
      [grants.allows(of("files", "read")), grants.trusts("files"), grants.allows(of("mail", "read"))],
      [false, false, true],
    );
    await grants.forget();
    assert.ok(!grants.allows(of("mail", "read")));
  });

  it("stores no part of a definition, since it may hold a secret", async () => {
    const { open, put, stores } = setUp();
    put(definition("files", { entry: { kind: "valid", config: { command: "x", env: { KEY: "hunter2" } } } }));
    await open().grant(of("files", "read"), yes("always"));
    assert.ok(!JSON.stringify([...stores.always.values]).includes("hunter2"));
  });

  it("survives a store that holds nonsense", () => {
    const { open, stores } = setUp();
    stores.always.values.set("mcpHub.grants", "nonsense");
    assert.equal(open().allows(of("files", "read")), false);
  });
});
