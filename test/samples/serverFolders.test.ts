import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { connectedServer, textOf } from "./connectedServer";
import { temporaryFolder } from "./temporaryFolder";

describe("the documents server's folders", function () {
  this.timeout(30_000); // seconds are spent only on a machine under load
  let one: Awaited<ReturnType<typeof temporaryFolder>>;
  let two: Awaited<ReturnType<typeof temporaryFolder>>;

  before(async () => {
    one = await temporaryFolder({ "one.md": "# One", "a b#c.md": "# Odd" });
    two = await temporaryFolder(
      Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`n${at}.md`, "# N\n\nIt is."])),
    );
  });
  after(async () => {
    await one.remove();
    await two.remove();
  });

  const roots = async (peer: Awaited<ReturnType<typeof connectedServer>>) => {
    const list = (await peer.call("health_check")).structuredContent?.roots as { path: string }[];
    return list.map(({ path: folder }) => folder);
  };

  it("are the client's roots, and follow them when they change", async () => {
    let current = one.folder;
    const peer = await connectedServer({ roots: () => [pathToFileURL(current).href, "vscode-vfs://github/x"] });
    assert.deepEqual(await roots(peer), [one.folder]);
    current = two.folder;
    assert.deepEqual(await roots(peer), [one.folder], "kept until told");
    await peer.client.sendRootsListChanged();
    assert.deepEqual(await roots(peer), [two.folder]);
    assert.equal(peer.told.resourceListChanged, 1);
    await peer.close();
  });

  it("are the command line's before the client's, and the working directory's where neither names any", async () => {
    const given = await connectedServer({ folders: [one.folder], roots: () => [pathToFileURL(two.folder).href] });
    assert.deepEqual(await roots(given), [one.folder]);
    await given.close();
    const neither = await connectedServer({ cwd: two.folder });
    assert.deepEqual(await roots(neither), [two.folder]);
    await neither.close();
  });

  it("are none when the client has none open: that is said, and the rest still works", async () => {
    const peer = await connectedServer({ roots: () => [] });
    const result = await peer.call("extract_text", { path: "one.md" });
    assert.match(textOf(result), /There is no folder to read/);
    assert.equal((await peer.call("health_check")).structuredContent?.status, "degraded");
    assert.equal((await peer.client.listResources()).resources.length, 1);
    await peer.close();
  });

  it("are asked for without an answer: a sentence, a line in the log, and the resources that need no folder", async () => {
    const peer = await connectedServer({
      roots: () => {
        throw new Error("no");
      },
    });
    assert.match(textOf(await peer.call("get_statistics")), /The client did not say which folders/);
    assert.equal((await peer.client.listResources()).resources.length, 1);
    assert.deepEqual(peer.logs, [
      "warning: The client did not say which folders may be read; open a folder in it and try again.",
    ]);
    await peer.close();
  });

  it("give addresses that can be read back, whatever the file is called", async () => {
    const peer = await connectedServer({ folders: [one.folder] });
    const { resources } = await peer.client.listResources();
    const odd = resources.find(({ name }) => name === "a b#c.md");
    assert.equal(odd?.uri, "documents:///a%20b%23c.md");
    const { contents } = await peer.client.readResource({ uri: odd?.uri ?? "" });
    assert.match(JSON.stringify(contents), /# Odd/);
    await peer.close();
  });

  it("are listed up to a limit, and the log says that there is more", async () => {
    const peer = await connectedServer({ folders: [two.folder] });
    assert.equal((await peer.client.listResources()).resources.length, 201);
    assert.deepEqual(peer.logs, ["info: Only the first 200 documents are listed as resources."]);
    await peer.close();
  });

  it("are counted no further once the call is cancelled", async () => {
    const peer = await connectedServer({ folders: [two.folder] });
    let steps = 0;
    const send = peer.transport.send.bind(peer.transport);
    peer.transport.send = (message, options) => {
      if ("method" in message && message.method === "notifications/progress") steps++;
      return send(message, options);
    };
    const abort = new AbortController();
    const call = peer.client.callTool({ name: "get_statistics", arguments: {} }, undefined, {
      signal: abort.signal,
      onprogress: ({ progress }) => {
        if (progress === 5) abort.abort("enough");
      },
    });
    await assert.rejects(call);
    await peer.call("health_check"); // takes longer than a step of the count
    const after = steps;
    await peer.call("health_check");
    assert.equal(steps, after, "it goes on counting");
    assert.ok(steps < 250, `${steps} documents were counted`);
    await peer.close();
  });
});
