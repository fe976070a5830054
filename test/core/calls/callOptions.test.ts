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

  it("keep answers for 300 s and 1,000 of them by the preset, where nothing else is said", () => {
    const cache = (more: Partial<typeof options>, entry: object) => {
      const { cacheSeconds, cacheEntries } = optionsFor({ ...options, ...more }, server(entry), "read");
      return [cacheSeconds, cacheEntries];
    };
    const preset = { cachePreset: "standard" } as const;
    assert.deepEqual(cache({}, {}), [0, 100_000]);
    assert.deepEqual(cache(preset, {}), [300, 1000]);
    assert.deepEqual(cache({ ...preset, cacheSeconds: 5, cacheEntries: 10 }, {}), [5, 10]);
    assert.deepEqual(cache(preset, { cacheSeconds: 0 }), [0, 1000]);
    assert.deepEqual(cache(preset, { tools: { read: { cacheSeconds: 7 } } }), [7, 1000]);
    const settings = { ...options, ...preset };
    const read = callOptions(
      () => settings,
      () => server({}),
    );
    assert.equal(read({ server: "files", tool: "read" }).cacheSeconds, 300);
    assert.equal(read({ server: "files", tool: "read" }), read({ server: "files", tool: "list" }), "made once");
  });

  it("say for which tools calls are sent together", () => {
    const batched = (entry: object, tool: string) => optionsFor(options, server(entry), tool).batch;
    assert.deepEqual([batched({}, "read"), batched({ batch: true }, "read")], [undefined, true]);
    assert.deepEqual([batched({ batch: ["re*"] }, "read"), batched({ batch: ["re*"] }, "list")], [true, undefined]);
    assert.equal(batched({ batch: true, tools: { read: { batch: false } } }, "read"), false);
  });

  it("are remembered for 2,001 tools of a server, and resolved again where there are more", () => {
    const defined = server({ cacheSeconds: 9 });
    const read = callOptions(
      () => options,
      () => defined,
    );
    const of = (n: number) => read({ server: "files", tool: `tool-${n}` });
    const first = of(0);
    for (let n = 1; n <= 2000; n++) of(n);
    assert.notEqual(of(0), first);
    const again = of(0);
    for (let n = 1; n < 2000; n++) of(n);
    assert.equal(of(0), again);
  });

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
