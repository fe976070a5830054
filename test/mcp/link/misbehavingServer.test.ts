import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fixturePlan } from "../../support/fixtures";
import { noAbort, openLinks } from "../../support/openLinks";

describe("a server that misbehaves", function () {
  this.timeout(20_000);
  const open = openLinks();
  const text = (text: string) => ({ type: "text" as const, text });

  it("logs to standard output: one warning, and the connection goes on", async () => {
    const { link, heard } = await open(fixturePlan("--chatter"));
    const options = { signal: noAbort() };
    assert.deepEqual((await link.callTool("echo", { text: "still here" }, options)).content, [text("still here")]);
    const warnings = heard.logs.filter(({ level }) => level === "warning");
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0]?.text ?? "",
      /"fixture" writes text to standard output that is not an MCP message; it belongs on standard error\. First line: \[info\] about to answer$/,
    );
    await heard.until(({ logs }) => logs.find(({ level, text }) => level === "info" && text === "{not json}"));
  });

  it("sends bytes that mean nothing: the connection goes on", async () => {
    const { link } = await open(fixturePlan("--garbage"));
    assert.deepEqual((await link.callTool("echo", { text: "fine" }, { signal: noAbort() })).content, [text("fine")]);
  });

  it("sends a result of 5 MB", async () => {
    const { link } = await open(fixturePlan());
    const { content } = await link.callTool("big", { bytes: 5_000_000 }, { signal: noAbort() });
    assert.deepEqual(content, [text("x".repeat(5_000_000))]);
  });

  it("sends a message over the limit: disconnected, with the reason", async () => {
    const { link, heard } = await open(fixturePlan(), { messageLimit: 1024 * 1024 });
    const message =
      '"fixture" was disconnected: it sent a message of more than 1 MB, or all servers sent more than four times as much at once. Request less data at a time, or raise mcpHub.messageLimitMb.';
    await assert.rejects(link.callTool("big", { bytes: 2_000_000 }, { signal: noAbort() }), {
      code: "protocol",
      message,
    });
    assert.equal(heard.losses[0]?.message, message);
  });

  it("never ends its line: disconnected before memory runs out", async () => {
    const opening = open(fixturePlan(`--flood=${20 * 1024 * 1024}`), { messageLimit: 4 * 1024 * 1024 });
    await assert.rejects(opening, { code: "protocol", message: /more than 4 MB/ });
  });

  it("writes 50 MB to standard error: the log gets a bounded part, and the last words", async () => {
    const { heard } = await open(fixturePlan("--stderr=50000000", "--stay"));
    const dropped = await heard.until(({ logs }) => logs.find(({ text }) => /MB of output was dropped/.test(text)));
    assert.equal(dropped.from, "stderr");
    assert.ok(heard.logs.length < 1000, `${heard.logs.length} log lines`);
  });

  it("names its tools badly: names stay as they are, nameless tools are left out", async () => {
    const { link } = await open(fixturePlan("--weird-names"));
    const { tools } = await link.catalog(noAbort());
    const names = tools.map(({ name }) => name);
    assert.ok(names.includes("n".repeat(200)));
    assert.ok(!names.includes(""));
    const odd = "tab\tand\u0007bell \u202e";
    assert.ok(names.includes(odd));
    assert.deepEqual((await link.callTool(odd, {}, { signal: noAbort() })).content, [text("control")]);
  });

  it("declares bad input schemas: the tools are listed, and take any object", async () => {
    const { link } = await open(fixturePlan("--bad-tools"));
    const { tools } = await link.catalog(noAbort());
    const schemaOf = (name: string) => {
      const { digest, ...tool } = tools.find((one) => one.name === name) ?? {};
      assert.match(digest ?? "", /^[0-9a-f]{64}$/, "What was sent can be pinned.");
      return tool;
    };
    assert.deepEqual(schemaOf("noSchema"), { name: "noSchema", inputSchema: { type: "object" }, hints: {} });
    assert.deepEqual(schemaOf("arraySchema"), { name: "arraySchema", inputSchema: { type: "object" }, hints: {} });
    assert.deepEqual(schemaOf("nullSchema"), { name: "nullSchema", inputSchema: { type: "object" }, hints: {} });
    assert.match(
      tools.find(({ name }) => name === "wordy")?.description ?? "",
      /^w{16000}… \(The hub cut 4000 more characters\.\)$/,
    );
  });

  it("declares an output schema that cannot be used: the tool works, unchecked, with one warning", async () => {
    const { link, heard } = await open(fixturePlan("--bad-output-schema"));
    await link.catalog(noAbort());
    for (const name of ["uncompilable", "unresolved"]) {
      for (let times = 0; times < 2; times++)
        assert.deepEqual((await link.callTool(name, {}, { signal: noAbort() })).content, [text("ok")], name);
      const warnings = heard.logs.filter(({ level }) => level === "warning");
      assert.equal(warnings.length, name === "uncompilable" ? 0 : 1); // a pattern is not even read
    }
  });

  it("breaks its own output schema: the result is kept, with a warning", async () => {
    const { link } = await open(fixturePlan());
    await link.catalog(noAbort());
    const options = { signal: noAbort() };
    assert.deepEqual((await link.callTool("structured", { count: 3 }, options)).structured, { count: 3 });
    const { structured, warning } = await link.callTool("structured", { count: "three" }, options);
    assert.deepEqual(structured, { count: "three" });
    assert.match(warning ?? "", /does not fit the output schema of "structured" \("count" must be of type /);
  });

  it("points its output schema at the network: nothing is fetched", async () => {
    const requested: (string | undefined)[] = [];
    const web = createServer(({ url }, response) => {
      requested.push(url);
      response.end("{}");
    });
    await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
    const { port } = web.address() as AddressInfo;
    try {
      const { link, heard } = await open(fixturePlan(`--remote-ref=http://127.0.0.1:${port}/schema.json`));
      await link.catalog(noAbort());
      assert.deepEqual((await link.callTool("remote", {}, { signal: noAbort() })).content, [text("ok")]);
      assert.equal(heard.logs.filter(({ level }) => level === "warning").length, 1);
      assert.deepEqual(requested, []);
    } finally {
      await new Promise((resolve) => web.close(resolve));
    }
  });

  it("sends content of unknown kinds: each becomes a text that says so", async () => {
    const { link } = await open(fixturePlan());
    const { content } = await link.callTool("strange", {}, { signal: noAbort() });
    const unshown = (kind: string) => text(`(The server sent content that cannot be displayed: ${kind}.)`);
    assert.deepEqual(content, [text("plain"), unshown("hologram"), unshown("image"), unshown("text"), text("7")]);
  });

  it("answers with an invalid result: the call fails at once", async () => {
    const { link } = await open(fixturePlan());
    await assert.rejects(link.callTool("garbledResult", {}, { signal: noAbort() }), {
      code: "protocol",
      message: '"fixture" answered tools/call with an invalid result. Report it to its author.',
    });
  });

  it("answers with a list that is none: the catalog is empty there, and whole elsewhere", async () => {
    const { link } = await open(fixturePlan("--garbled-list"));
    const { tools, resources } = await link.catalog(noAbort());
    assert.deepEqual([tools.length, resources.length], [0, 3]);
  });

  it("has no templates although it has resources: the resources are listed", async () => {
    const { link, heard } = await open(fixturePlan("--missing=resources/templates/list"));
    const { resources, resourceTemplates } = await link.catalog(noAbort());
    assert.deepEqual([resources.length, resourceTemplates.length], [3, 0]);
    assert.deepEqual(heard.logs, []);
  });

  it("cannot list its prompts: there is a warning, and the rest is there", async () => {
    const { link, heard } = await open(fixturePlan("--broken=prompts/list"));
    const { tools, prompts } = await link.catalog(noAbort());
    assert.deepEqual([tools.length > 5, prompts.length], [true, 0]);
    assert.deepEqual(heard.logs, [
      {
        level: "warning",
        from: "server",
        text: 'The prompts are missing. "fixture" answered with an error: out of cheese.',
      },
    ]);
    await assert.rejects(link.refresh("prompts", noAbort()), { code: "server-error" });
  });

  it("cannot list its tools: what else it has is there, and a note says what is missing", async () => {
    const { link } = await open(fixturePlan("--broken=tools/list"));
    const { tools, resources, prompts, missing } = await link.catalog(noAbort());
    assert.deepEqual([tools.length, resources.length > 0, prompts.length > 0], [0, true, true]);
    const text = 'The tools are missing. "fixture" answered with an error: out of cheese.';
    assert.deepEqual(missing, [{ list: "tools", text }]);
  });

  it("does not read its input: the calls fail before memory runs out", async () => {
    const { link } = await open(fixturePlan("--deaf", "--stay"));
    const abort = new AbortController();
    const first = link.callTool("args", { text: "x".repeat(65 * 1024 * 1024) }, { signal: abort.signal });
    await new Promise(setImmediate);
    await assert.rejects(link.callTool("echo", { text: "" }, { signal: noAbort() }), {
      code: "transport",
      message: '"fixture" does not read its input. Restart the server.',
    });
    abort.abort();
    await assert.rejects(first, { code: "cancelled" });
  });

  it("does not introduce itself: the connection comes up", async () => {
    const { link } = await open(fixturePlan("--anonymous"));
    assert.equal(link.info.name, "unknown");
  });
});
