import assert from "node:assert/strict";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import type { ServerConfig } from "../../../src/core/config/schema/serverConfig";
import { commonCatalog, connectionName, offers, replicaDefinitions } from "../../../src/core/connection/replicas";
import { aTool, definition } from "../../support/fakeLink";

const definitionsOf = (config: ServerConfig) =>
  replicaDefinitions(definition("files", { entry: { kind: "valid", config } }));
const configsOf = (config: ServerConfig) =>
  definitionsOf(config).map((group) => group.map(({ entry }) => (entry.kind === "valid" ? entry.config : undefined)));

describe("the definitions of an entry's connections", () => {
  it("are the entry itself where it is wrong", () => {
    const wrong = definition("files", { entry: { kind: "invalid", error: { code: "bad-config", message: "No." } } });
    assert.deepEqual(replicaDefinitions(wrong), [[wrong]]);
  });

  it("are as many for each replica as it says, the primary first, and know the whole entry", () => {
    const config: ServerConfig = { command: "a", connections: 2, replicas: [{ command: "b" }] };
    const groups = definitionsOf(config);
    assert.deepEqual(
      groups.map((group) =>
        group.map(({ entry }) => entry.kind === "valid" && "command" in entry.config && entry.config.command),
      ),
      [
        ["a", "a"],
        ["b", "b"],
      ],
    );
    assert.deepEqual([groups[0]?.[0]?.whole, groups[1]?.[0]?.whole], [undefined, config]);
    assert.equal(groups[1]?.[0]?.id, "files");
  });

  it("have the settings that all share, and those of the sandbox where they are programs", () => {
    const shared = { connectTimeoutSeconds: 1, start: "lazy", idleShutdownSeconds: 2, healthCheckSeconds: 3 } as const;
    const sandbox = { network: false } as never;
    const replicas = [{ command: "b" }, { url: "https://c.example/mcp" }, { command: "d", sandbox: false as never }];
    const [, b, c, d] = configsOf({
      ...shared,
      ...{ command: "a", sandbox, restricted: true, replicas },
    } as ServerConfig);
    assert.deepEqual(b, [{ ...shared, sandbox, command: "b", restricted: true }]);
    assert.deepEqual(c, [{ ...shared, url: "https://c.example/mcp", restricted: true }]);
    assert.deepEqual(d, [{ ...shared, sandbox: false, command: "d", restricted: true }]);
    const [, plain] = configsOf({ command: "a", replicas: [{ command: "b" }] });
    assert.deepEqual(
      Object.keys(plain?.[0] ?? {}).filter((key) => key === "sandbox" || key === "restricted"),
      [],
    );
  });

  it("have names for the log", () =>
    assert.deepEqual(
      [connectionName(0, 1), connectionName(2, 3)],
      ["primary, connection 1", "replica 2, connection 3"],
    ));
});

describe("the catalog of a replica", () => {
  const schema = (title: string) => ({ inputSchema: { type: "object", title } });
  const primary = { ...emptyCatalog, tools: [aTool("same"), aTool("other", schema("a")), aTool("missing")] };
  const replica = { ...emptyCatalog, tools: [aTool("same"), aTool("other", schema("b")), aTool("more")] };

  it("has only the tools that the primary has with the same arguments, as the same value each time", () => {
    const common = commonCatalog(replica, primary);
    assert.deepEqual(common, { ...replica, tools: [replica.tools[0]] });
    assert.equal(commonCatalog(replica, primary), common);
    const changed = { ...primary, tools: [aTool("more")] };
    assert.deepEqual(commonCatalog(replica, changed).tools, [replica.tools[2]]);
  });

  it("offers a tool with the same arguments, whatever the order of their keys", () => {
    const wanted = aTool("a", { inputSchema: { type: "object", title: "x" } });
    const offering = (tool: ReturnType<typeof aTool>) => offers({ ...emptyCatalog, tools: [aTool("z"), tool] }, wanted);
    assert.equal(offering(wanted), true);
    assert.equal(offering(aTool("a", { inputSchema: { title: "x", type: "object" } })), true);
    assert.equal(offering(aTool("a", schema("y"))), false);
    assert.equal(offering(aTool("b", schema("x"))), false);
  });

  it("goes by the digests of a tool where both have one", () => {
    const offering = (one: string | undefined, two: string | undefined, title: string) =>
      offers(
        { ...emptyCatalog, tools: [aTool("a", { ...schema(title), ...(one && { digest: one }) })] },
        aTool("a", { ...schema("x"), ...(two && { digest: two }) }),
      );
    assert.deepEqual(
      [offering("1", "1", "y"), offering("1", "2", "x"), offering("1", undefined, "x"), offering(undefined, "1", "y")],
      [true, false, true, false],
    );
  });
});
