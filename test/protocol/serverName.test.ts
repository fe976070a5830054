import assert from "node:assert/strict";
import { message, nameOfServer, useServerNames } from "../../src/protocol/message";
import { serverName } from "../../src/protocol/serverName";

const servers = [
  { id: "docs", label: "Documents (sample)" },
  { id: "files", label: "files" },
  { id: "one", label: "Mail" },
  { id: "two", label: "Mail" },
  { id: "fake", label: "files" },
];

describe("the name of a server", () => {
  const rows: [id: string, name: string][] = [
    ["docs", "Documents (sample)"],
    ["files", "files"],
    ["one", "Mail (one)"],
    ["two", "Mail (two)"],
    ["fake", "files (fake)"],
    ["gone", "gone"],
  ];
  for (const [id, name] of rows) it(`of "${id}" is "${name}"`, () => assert.equal(serverName(servers, id), name));

  it("is the same in every message", () => {
    try {
      useServerNames((id) => serverName(servers, id));
      const values = { server: "docs", name: "docs" };
      assert.equal(
        message("test.name", '"{server}" has no tool "{name}".', values),
        '"Documents (sample)" has no tool "docs".',
      );
      assert.equal(nameOfServer("one"), "Mail (one)");
    } finally {
      useServerNames((id) => id);
    }
  });
});
