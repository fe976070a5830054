import assert from "node:assert/strict";
import { mayUseServer, mayUseTool } from "../../../src/core/access/scope";

describe("the tools of a scope", () => {
  const may = (tools: readonly string[], server: string, tool: string) =>
    mayUseTool([{ tools }], server, tool, () => false);

  for (const [pattern, server, tool, expected] of [
    ["a/*", "a", "read", true],
    ["a/*", "a/b", "read", false],
    ["io.github.ann/*", "io.github.ann/weather", "read", false],
    ["io.github.ann/weather/*", "io.github.ann/weather", "read", true],
    ["io.github.ann/*/*", "io.github.ann/weather", "read", true],
    ["io.github.ann/weather/read_*", "io.github.ann/weather", "read_all", true],
    ["io.github.ann/weather/read_*", "io.github.ann/weather", "write", false],
    ["a/b/c", "a", "b/c", true],
    ["a/b/c", "a/b", "c", true],
    ["a/b/c", "a/b/c", "c", false],
    ["my server/*", "my server", "x", true],
    ["a//read", "a/", "read", true],
    ["*/read", "a/b", "read", true],
    ["*/*", "a/b", "read", true],
    ["*", "a/b", "read", true],
  ] as const)
    it(`${pattern} ${expected ? "lets" : "does not let"} "${tool}" of "${server}" pass`, () =>
      assert.equal(may([pattern], server, tool), expected));

  it("are left out widely: a name that could be meant is", () => {
    const may = (server: string) => mayUseTool([{ without: ["a/*"] }], server, "read", () => false);
    assert.deepEqual([may("a"), may("a/b"), may("b")], [false, false, true]);
  });

  it("are within every scope, by any pattern of each", () => {
    const scopes = [{ tools: ["a/*", "b/*"] }, { servers: ["c", "a"], without: ["x/*", "a/write"] }];
    const may = (server: string, tool: string) => mayUseTool(scopes, server, tool, () => false);
    assert.deepEqual(
      [may("a", "read"), may("a", "write"), may("b", "read"), may("c", "read")],
      [true, false, false, false],
    );
  });

  it("are those that are known to change nothing where the scope is read-only, which nobody is asked otherwise", () => {
    for (const isRead of [true, false])
      assert.equal(
        mayUseTool([{ readOnly: true }], "a", "read", () => isRead),
        isRead,
      );
    assert.equal(
      mayUseTool([{}, { readOnly: false }], "a", "read", () => assert.fail("asked")),
      true,
    );
  });
});

describe("the servers of a scope", () => {
  const rows: readonly [servers: readonly (readonly string[] | undefined)[], expected: boolean][] = [
    [[], true],
    [[undefined], true],
    [[["b", "a*"]], true],
    [[["b"]], false],
    [[[]], false],
    [[["a"], ["b"]], false],
    [[["a"], undefined], true],
  ];
  for (const [servers, expected] of rows)
    it(`${JSON.stringify(servers)} ${expected ? "have" : "do not have"} a server "a"`, () => {
      const scopes = servers.map((one) => (one ? { servers: one } : {}));
      assert.equal(mayUseServer(scopes, "a"), expected);
    });
});
