import assert from "node:assert/strict";
import { callOptions, optionsFor } from "../../../src/core/calls/callOptions";
import { ServerConfig } from "../../../src/core/config/schema/serverConfig";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { definition } from "../../support/fakeLink";

const server = (more: object) =>
  definition("files", { entry: { kind: "valid", config: ServerConfig.parse({ command: "files", ...more }) } });

describe("the options of a call", () => {
  const options = { ...defaultOptions, retries: 3 };

  it("are the global ones where the server says nothing", () => {
    assert.equal(optionsFor(options, server({ label: "Files" }), "read"), options);
    const invalid = definition("x", { entry: { kind: "invalid", error: { code: "bad-config", message: "Bad." } } });
    assert.equal(optionsFor(options, invalid, "read"), options);
  });

  it("a tool's own win over its server's, and these over the global ones", () => {
    const defined = server({ retries: 5, cacheSeconds: 9, tools: { read: { retries: 7 } } });
    assert.deepEqual(
      [optionsFor(options, defined, "read"), optionsFor(options, defined, "list")].map(
        ({ retries, cacheSeconds, callTimeoutSeconds }) => [retries, cacheSeconds, callTimeoutSeconds],
      ),
      [
        [7, 9, 60],
        [5, 9, 60],
      ],
    );
  });

  const rows: [said: object, tool: string, safe: boolean | undefined][] = [
    [{ retries: 1 }, "read", undefined],
    [{ safeToRepeat: true }, "read", true],
    [{ safeToRepeat: false }, "read", false],
    [{ safeToRepeat: ["read"] }, "read", true],
    [{ safeToRepeat: ["list_*"] }, "list_files", true],
    [{ safeToRepeat: ["read"] }, "write", undefined],
    [{ safeToRepeat: ["read"], tools: { read: { safeToRepeat: false } } }, "read", false],
    [{ safeToRepeat: true, tools: { __proto__: null } }, "toString", true],
  ];
  for (const [said, tool, safe] of rows)
    it(`${JSON.stringify(said)} makes ${tool} ${safe === undefined ? "unknown" : safe ? "safe" : "unsafe"} to repeat`, () =>
      assert.equal(optionsFor(options, server(said), tool).safeToRepeat, safe));

  it("follow a change of the settings and of the server, and are resolved once in between", () => {
    let now = options;
    let defined = server({ cacheSeconds: 9 });
    const read = callOptions(
      () => now,
      () => defined,
    );
    const call = { server: "files", tool: "read" };
    const first = read(call);
    assert.equal(read(call), first);
    now = { ...options, retries: 8 };
    assert.deepEqual([read(call).retries, read(call).cacheSeconds], [8, 9]);
    defined = server({ cacheSeconds: 4 });
    assert.deepEqual([read(call).retries, read(call).cacheSeconds], [8, 4]);
  });
});
