import assert from "node:assert/strict";
import { mayUseServer, mayUseTool } from "../../../src/core/access/scope";
import { claimScopes } from "../../../src/gateway/access/claimScopes";

const profiles = { review: { servers: ["github"], readOnly: true }, all: {} };

const rows: [claims: Record<string, unknown>, scopes: unknown][] = [
  [{}, "nothing"],
  [{ scope: "" }, "nothing"],
  [{ scope: "openid profile email" }, "nothing"],
  [{ scope: "server: tool: profile: tool:x tool:/x" }, "nothing"],
  [{ scope: 1, scp: { a: "server:x" }, roles: [1, null] }, "nothing"],
  [{ scope: "openid server:github" }, [{ servers: ["github"] }]],
  [{ scp: ["server:Azure MCP Server"] }, [{ servers: ["Azure MCP Server"] }]],
  [{ scp: "server:a server:b" }, [{ servers: ["a", "b"] }]],
  [{ roles: ["server:*"] }, [{ servers: ["*"] }]],
  [{ scope: "read-only" }, [{ readOnly: true }]],
  [{ scope: "tool:files/read" }, [{ servers: ["files"], tools: ["files/read"] }]],
  [
    { scope: "server:github", roles: ["tool:com.example/weather/get_*", "read-only"] },
    [{ servers: ["github", "com.example/weather"], tools: ["github/*", "com.example/weather/get_*"], readOnly: true }],
  ],
  [{ scope: "profile:review" }, [profiles.review]],
  [{ scope: "profile:review server:files" }, [profiles.review, { servers: ["files"] }]],
  [{ scope: "profile:review profile:all" }, [profiles.review, {}]],
  [{ scope: "profile:gone server:*" }, { gone: "gone" }],
  [{ scope: "profile:toString" }, { gone: "toString" }],
];

describe("the scopes of a signed token", () => {
  for (const [claims, scopes] of rows)
    it(`${JSON.stringify(claims)} → ${JSON.stringify(scopes)}`, () =>
      assert.deepEqual(claimScopes(claims, profiles), scopes));

  it("let a client use what they name and nothing else", () => {
    const scopes = claimScopes({ scope: "server:github tool:files/read_*" }, profiles);
    assert.ok(Array.isArray(scopes));
    const may = (server: string, tool: string) => mayUseTool(scopes, server, tool, () => false);
    assert.ok(may("github", "delete") && may("files", "read_file"));
    assert.ok(!may("files", "write_file") && !may("other", "read_file") && !mayUseServer(scopes, "other"));
  });
});
