import assert from "node:assert/strict";
import { normalizeResult } from "../../../src/mcp/normalize/normalizeResult";
import { carrySent, digestOf, pinnedEntry, takeSent } from "../../../src/mcp/normalize/sentEntry";
import { startedTask, taskStarted } from "../../../src/mcp/normalize/startedTask";

const mended = (method: string, result: Record<string, unknown>, modern = false) =>
  JSON.parse(JSON.stringify(normalizeResult(method, result, modern)));

describe("the parts of a result", () => {
  it("are capabilities, also in a list of names", () => {
    const expected = { tools: {}, logging: {} };
    for (const method of ["initialize", "server/discover"]) {
      const read = (capabilities: unknown) => mended(method, { capabilities }).capabilities;
      assert.deepEqual(read(["tools", 1, "logging", null]), expected);
      assert.deepEqual(read({ tools: true, prompts: false, logging: {} }), expected);
      assert.deepEqual(read("tools"), {});
    }
  });

  it("are the size of a resource, and templates with an address", () => {
    assert.deepEqual(mended("resources/list", { resources: [{ uri: "a:b", size: 5 }] }).resources, [
      { uri: "a:b", name: "a:b", size: 5 },
    ]);
    const resourceTemplates = [{ uriTemplate: 1 }, "a", { uriTemplate: "a:{b}", name: "n" }];
    assert.deepEqual(mended("resources/templates/list", { resourceTemplates }).resourceTemplates, [
      { uriTemplate: "a:{b}", name: "n" },
    ]);
  });

  it("are arguments that are required, and who speaks in a prompt", () => {
    const prompts = [{ name: "p", arguments: [{ name: "a", required: true }] }];
    assert.deepEqual(mended("prompts/list", { prompts }), { prompts });
    const content = { type: "text", text: "t" };
    const messages = ["assistant", "user", "robot"].map((role) => ({ role, content }));
    assert.deepEqual(
      mended("prompts/get", { messages }).messages.map(({ role }: { role: string }) => role),
      ["assistant", "user", "user"],
    );
  });

  it("are tasks only from revision 2026-07-28 on", () => {
    const task = { resultType: "task", taskId: "1", status: "working" };
    const started = taskStarted(normalizeResult("tools/call", task, true));
    assert.deepEqual(started, { taskId: "1", status: "working" });
    assert.equal(taskStarted(normalizeResult("tools/call", task, false)), undefined);
    for (const _meta of [undefined, {}, { "mcp-hub/task": "1" }, { "mcp-hub/task": { taskId: 1 } }])
      assert.equal(taskStarted({ _meta }), undefined);
    const { isError, content, resultType } = startedTask(task);
    assert.deepEqual([isError, content, resultType], [true, [], "complete"]);
  });

  it("are carried as they were sent", () => {
    const sent = { completion: { values: [] }, odd: 1 };
    const { _meta } = normalizeResult("completion/complete", sent, false, carrySent) as { _meta: object };
    assert.deepEqual(takeSent({ ..._meta }), { sent });
    assert.deepEqual(takeSent({ ..._meta, a: 1 }), { sent, own: { a: 1 } });
    assert.deepEqual(takeSent(undefined), {});
    const corrected = { _meta: {} };
    assert.equal(carrySent("text", corrected), corrected);
    assert.equal(carrySent(sent, undefined), undefined);
  });

  it("have a digest of what was sent, where that is known", () => {
    const meta = carrySent({ name: "t", description: "d" }, {}) as { _meta: object };
    const { digest } = pinnedEntry<{ name: string; digest?: string }>("tool", { name: "t" }, { ...meta._meta });
    assert.match(String(digest), /^[\da-f]{64}$/);
    assert.deepEqual(pinnedEntry("tool", { name: "t" }, { a: 1 }), { name: "t", meta: { a: 1 } });
    assert.equal(digestOf({ b: 1, a: 2 }), digestOf({ a: 2, b: 1 }));
    assert.notEqual(digestOf({ a: 1 }), digestOf({ a: 2 }));
  });
});
