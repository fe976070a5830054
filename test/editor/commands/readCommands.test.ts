import assert from "node:assert/strict";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { HubError } from "../../../src/core/kernel/hubError";
import { choosePrompt, findResource, readCommands } from "../../../src/editor/commands/readCommands";
import { turns } from "../../support/callFixture";
import { type Answer, cancel } from "../../support/scriptedPerson";
import { ScriptedScreen } from "../../support/scriptedScreen";
import { catalog, ready, treeSource } from "../../support/treeFixture";

const sum = {
  name: "sum",
  arguments: [
    { name: "topic", required: true, description: "What it is about." },
    { name: "length", required: false },
  ],
};

type Json = Readonly<Record<string, unknown>>;

function world(answers: readonly Answer[], failure?: HubError) {
  const sent: Json[] = [];
  const opened: unknown[] = [];
  const failures: unknown[] = [];
  const screen = new ScriptedScreen(...answers);
  const answer = async (what: string, { signal, ...request }: Json): Promise<unknown> => {
    await turns();
    if (failure) throw failure;
    assert.ok(signal instanceof AbortSignal);
    sent.push({ what, ...request });
    return what === "complete" ? ["one", "two"] : [];
  };
  const ports = {
    hub: { catalog: (id: string) => (id === "a" ? { ...catalog, prompts: [sum] } : emptyCatalog) },
    stream: { view: treeSource({ states: { a: ready, b: ready } }).view },
    requests: {
      readResource: (request: Json) => answer("read", request),
      getPrompt: (request: Json) => answer("prompt", request),
      complete: (request: Json) => answer("complete", request),
    },
    documents: { open: (document: Json) => turns().then(() => opened.push(document.name)) },
    resources: { fileOf: ({ server, uri }: Json) => `${server} ${uri}` },
    showFailure: (error: unknown, source: unknown) => void failures.push([error, source]),
    screen,
  } as unknown as Parameters<typeof readCommands>[0];
  const requests = () => sent.filter(({ what }) => what !== "complete");
  return { ports, screen, sent, requests, opened, failures, commands: readCommands(ports) };
}

const byHand = { caller: { door: "command" }, byHand: true };

describe("opening a resource", () => {
  it("reads it and opens its file, not as a preview", async () => {
    const { screen, sent, commands } = world([]);
    await commands["mcpHub.openResource"]({ server: "a", uri: "file:///a.md" });
    assert.deepEqual(sent, [{ what: "read", ...byHand, server: "a", uri: "file:///a.md" }]);
    assert.deepEqual(screen.busyWith, ["Reading file:///a.md [Cancel]"]);
    assert.deepEqual(screen.ran, [["vscode.open", "a file:///a.md", { preview: false }]]);
  });

  it("fills in a template, with suggestions of the server", async () => {
    const { screen, sent, requests, commands } = world(["x y"]);
    await commands["mcpHub.openResource"]({ server: "a", uriTemplate: "file:///{path}" });
    assert.equal(screen.asked[0]?.title, "file:///{path}: path");
    assert.deepEqual(screen.asked[0]?.items, ["one", "two"]);
    const of = { of: { uriTemplate: "file:///{path}" }, argument: "path", value: "", others: {} };
    assert.deepEqual(sent[0], { what: "complete", ...byHand, server: "a", of });
    assert.equal(requests()[0]?.uri, "file:///x%20y");
  });

  it("offers the resources of all servers, or of one", async () => {
    const { screen, requests, commands } = world(["a.md", "any file", "z", cancel]);
    await commands["mcpHub.openResource"](undefined);
    assert.equal(requests()[0]?.uri, "file:///a.md");
    await commands["mcpHub.openResource"]("a");
    assert.equal(requests()[1]?.uri, "file:///z");
    await commands["mcpHub.openResource"]("a");
    assert.deepEqual([requests().length, screen.left], [2, 0], "a cancel reads nothing");
    await commands["mcpHub.openResource"]("b");
    assert.deepEqual(screen.dialogs, ["No connected server offers a resource. [Show Servers]"]);
  });

  it("reads nothing where the values of a template are not given", async () => {
    const { requests, screen, commands, ports } = world([cancel, cancel]);
    await commands["mcpHub.openResource"]({ server: "a", uriTemplate: "file:///{path}" });
    assert.equal(await findResource(ports, { server: "a", uriTemplate: "file:///{path}" }), undefined);
    assert.deepEqual([requests(), screen.ran], [[], []]);
  });

  it("shows a failure with the server, also of one that was picked", async () => {
    const error = new HubError("exited", "It ended.");
    const { failures, commands } = world(["a.md"], error);
    await commands["mcpHub.openResource"](undefined);
    assert.deepEqual(failures, [[error, { server: "a" }]]);
  });

  it("finds the address without reading, for others who read it", async () => {
    const { ports, sent } = world(["a.md"]);
    assert.deepEqual(await findResource(ports, {}), { server: "a", uri: "file:///a.md" });
    assert.deepEqual(sent, []);
  });
});

describe("getting a prompt", () => {
  it("asks for its arguments, and opens its messages", async () => {
    const { requests, screen, opened, commands } = world(["tea", ""]);
    await commands["mcpHub.getPrompt"]({ server: "a", name: "sum" });
    assert.deepEqual(requests(), [{ what: "prompt", ...byHand, server: "a", name: "sum", args: { topic: "tea" } }]);
    assert.deepEqual(screen.busyWith, ["Reading sum [Cancel]"]);
    assert.equal(screen.asked[0]?.title, "sum: topic");
    assert.equal(opened.length, 1);
    assert.match(String(opened[0]), /sum/);
  });

  it("gives the server the answers so far for its suggestions", async () => {
    const { sent, commands } = world(["tea", "short"]);
    await commands["mcpHub.getPrompt"]({ server: "a", name: "sum" });
    const of = { prompt: "sum" };
    assert.deepEqual(sent[2]?.of, { of, argument: "length", value: "", others: { topic: "tea" } });
  });

  it("gets nothing after a cancel", async () => {
    const { requests, opened, commands } = world([cancel, cancel]);
    await commands["mcpHub.getPrompt"](undefined);
    await commands["mcpHub.getPrompt"]({ server: "a", name: "sum" });
    assert.deepEqual([requests(), opened], [[], []]);
  });

  it("says of an unknown prompt that the server does not have it", async () => {
    const { failures, commands } = world([]);
    await commands["mcpHub.getPrompt"]({ server: "a", name: "gone" });
    const [[error, source] = []] = failures as [HubError, unknown][];
    assert.equal(error?.code, "not-connected");
    assert.match(error?.message ?? "", /^Server "a" currently has no prompt "gone"\./);
    assert.deepEqual(source, { server: "a" });
  });

  it("goes on without suggestions where the server fails to give them", async () => {
    const { screen, failures, commands } = world(["tea", cancel], new HubError("exited", "It ended."));
    await commands["mcpHub.getPrompt"]({ server: "a", name: "sum" });
    assert.deepEqual(
      screen.asked.map(({ items }) => items),
      [[], []],
    );
    assert.deepEqual(failures, []);
  });
});

describe("choosing a prompt in the chat", () => {
  it("asks only for what is required and not given", async () => {
    const { ports, screen } = world(["tea"]);
    const named = { server: "a", prompt: sum, given: { length: "9" } };
    const chosen = await choosePrompt(ports, ["a"], named);
    assert.deepEqual(chosen, { server: "a", name: "sum", args: { topic: "tea", length: "9" } });
    assert.equal(screen.asked.length, 1);
    const all = await choosePrompt(ports, ["a"], { server: "a", prompt: sum, given: { topic: "tea" } });
    assert.deepEqual(all?.args, { topic: "tea" });
  });

  it("asks for everything of a prompt that the person picks", async () => {
    const { ports, screen } = world(["sum", "tea", "9", cancel]);
    const chosen = await choosePrompt(ports, ["a"], undefined);
    assert.deepEqual(chosen?.args, { topic: "tea", length: "9" });
    assert.equal(screen.asked.length, 3);
    assert.equal(await choosePrompt(ports, ["a"], undefined), undefined);
  });
});
