import assert from "node:assert/strict";
import type { GrantSpan } from "../../../../src/core/calls/approval/grants";
import { StoredGrants } from "../../../../src/core/calls/approval/storedGrants";
import type { ServerDefinition } from "../../../../src/core/config/schema/serverDefinition";
import type { StateStore } from "../../../../src/core/kernel/ports";
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
    new StoredGrants((id) => definitions.get(id) ?? definition(id), { workspace, always: stores.always });
  return { open, put, stores };
}

const yes = (span: GrantSpan, what: "tool" | "server" = "tool") => ({ allow: true, span, what }) as const;

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
      await grants.grant("files", "read", yes(span));
      assert.equal(grants.allows("files", "read"), session);
      assert.equal(open().allows("files", "read"), workspace);
      assert.equal(open(new MemoryStore()).allows("files", "read"), elsewhere);
    });

  it("a tool's grant covers that tool only, a server's covers all of its tools", async () => {
    const { open } = setUp();
    const grants = open();
    await grants.grant("files", "read", yes("session"));
    assert.ok(!grants.allows("files", "write"));
    await grants.grant("files", "read", yes("session", "server"));
    assert.ok(grants.allows("files", "write"));
    assert.ok(!grants.allows("mail", "read"));
  });

  it("a tool that calls itself * is one tool", async () => {
    const { open } = setUp();
    const grants = open();
    await grants.grant("files", "*", yes("always"));
    assert.ok(!grants.allows("files", "write"));
  });

  it("a definition that changes behind a known name is asked about anew", async () => {
    const { open, put } = setUp();
    const grants = open();
    await grants.grant("files", "read", yes("always", "server"));
    await grants.trust("files", true);
    put(definition("files", { entry: { kind: "valid", config: { command: "evil" } } }));
    assert.ok(!grants.allows("files", "read"));
    assert.ok(!grants.trusts("files"));
    put(definition("files", { scope: "workspace" }));
    assert.ok(!grants.allows("files", "read"), "the same text from a workspace is another server");
    put(definition("files", { label: "My files" }));
    assert.ok(grants.allows("files", "read"), "a label changes nothing");
  });

  it("forgets one server, or all", async () => {
    const { open } = setUp();
    const grants = open();
    for (const server of ["files", "mail"]) await grants.grant(server, "read", yes("always"));
    await grants.trust("files", true);
    await grants.forget("files");
    assert.deepEqual(
      [grants.allows("files", "read"), grants.trusts("files"), grants.allows("mail", "read")],
      [false, false, true],
    );
    await grants.forget();
    assert.ok(!grants.allows("mail", "read"));
  });

  it("stores no part of a definition, since it may hold a secret", async () => {
    const { open, put, stores } = setUp();
    put(definition("files", { entry: { kind: "valid", config: { command: "x", env: { KEY: "hunter2" } } } }));
    await open().grant("files", "read", yes("always"));
    assert.ok(!JSON.stringify([...stores.always.values]).includes("hunter2"));
  });

  it("survives a store that holds nonsense", () => {
    const { open, stores } = setUp();
    stores.always.values.set("mcpHub.grants", "nonsense");
    assert.equal(open().allows("files", "read"), false);
  });
});
