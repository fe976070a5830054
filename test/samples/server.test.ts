import assert from "node:assert/strict";
import path from "node:path";
import { connectedServer, textOf } from "./connectedServer";

const demo = path.join(process.cwd(), "test", "host", "demo");

describe("the documents server", function () {
  this.timeout(30_000); // seconds are spent only on a machine under load
  let peer: Awaited<ReturnType<typeof connectedServer>>;

  before(async () => {
    peer = await connectedServer({ folders: [demo] });
  });
  after(() => peer.close());

  it("describes its tools, each with title, schemas and honest annotations", async () => {
    const { tools } = await peer.client.listTools();
    assert.deepEqual(tools.map(({ name }) => name).sort(), [
      "analyze_quality",
      "batch_analyze_quality",
      "batch_classify_document",
      "check_readability",
      "classify_document",
      "detect_issues",
      "extract_text",
      "generate_recommendations",
      "get_categories",
      "get_quality_metrics",
      "get_statistics",
      "health_check",
      "update_model",
      "validate_structure",
    ]);
    for (const { name, title, description, outputSchema, annotations } of tools) {
      assert.ok(title && description && outputSchema);
      assert.deepEqual([annotations?.readOnlyHint, annotations?.openWorldHint], [name !== "update_model", false]);
    }
  });

  it("classifies the demo documents as what they are", async () => {
    const expected: Record<string, string> = {
      "README.md": "documentation",
      "berth-agreement.md": "contract",
      "fish-soup.md": "recipe",
      "invoice-2041.txt": "invoice",
      "press-release.html": "press-release",
      "drafts/letter-to-guests.txt": "letter",
      "drafts/on-fog.md": "essay",
      "notes/harbor-meeting.md": "meeting-notes",
    };
    const found: Record<string, unknown> = {};
    for (const name of Object.keys(expected)) {
      const result = await peer.call("classify_document", { path: name });
      found[name] = result.structuredContent?.category;
    }
    assert.deepEqual(found, expected);
  });

  it("does several documents at once, with the results in order and an error where one cannot be read", async () => {
    const batch_requests = [{ path: "fish-soup.md" }, { path: "nowhere.md" }, { path: "invoice-2041.txt" }];
    const classified = await peer.call("batch_classify_document", { batch_requests });
    const { results } = classified.structuredContent as { results: Record<string, unknown>[] };
    const [soup, nowhere, invoice] = results;
    assert.deepEqual([soup?.category, invoice?.category], ["recipe", "invoice"]);
    assert.match(String(nowhere?.error), /nowhere\.md/);
    const alone = await peer.call("analyze_quality", { path: "fish-soup.md" });
    const together = await peer.call("batch_analyze_quality", { batch_requests: [{ path: "fish-soup.md" }] });
    const [scored] = (together.structuredContent as { results: Record<string, unknown>[] }).results;
    assert.deepEqual(scored?.scores, alone.structuredContent?.scores);
    const many = Array.from({ length: 11 }, () => ({ path: "fish-soup.md" }));
    assert.equal((await peer.call("batch_classify_document", { batch_requests: many })).isError, true);
  });

  it("extracts text, cuts it where asked, and says so", async () => {
    const whole = await peer.call("extract_text", { path: "press-release.html" });
    assert.equal(whole.structuredContent?.title, "Port Ellis opens its new harbor weather service");
    assert.equal(whole.structuredContent?.truncated, false);
    assert.doesNotMatch(textOf(whole), /console|sans-serif/);
    const { structuredContent } = await peer.call("extract_text", { path: "press-release.html", maxCharacters: 12 });
    assert.deepEqual([structuredContent?.text, structuredContent?.truncated], ["For immediat", true]);
    assert.equal(structuredContent?.words, whole.structuredContent?.words);
  });

  it("finds the faults of the demo README, by line", async () => {
    const built = await peer.call("validate_structure", { path: "README.md" });
    assert.equal(built.structuredContent?.valid, false);
    assert.deepEqual(built.structuredContent?.counts, {
      "several-titles": 1,
      "skipped-level": 1,
      "empty-section": 1,
      "duplicate-heading": 1,
      "fence-without-language": 1,
      "image-without-text": 1,
      "broken-link": 2,
      "broken-anchor": 1,
    });
    assert.match(textOf(built), /line 8, error: The link points to "docs\/wiring.md", which does not exist/);
    const said = await peer.call("detect_issues", { path: "README.md" });
    assert.deepEqual(said.structuredContent?.counts, { placeholder: 1, "unbalanced-bracket": 1, "repeated-word": 1 });
  });

  it("follows a link into another document, and finds its anchor", async () => {
    const { structuredContent } = await peer.call("validate_structure", { path: "press-release.html" });
    assert.deepEqual(structuredContent?.counts, { "skipped-level": 1 });
  });

  it("tells easy from hard", async () => {
    const ease = async (name: string) =>
      (await peer.call("check_readability", { path: name })).structuredContent?.fleschReadingEase as number;
    assert.ok((await ease("drafts/on-fog.md")) < 20);
    assert.ok((await ease("drafts/letter-to-guests.txt")) > 80);
    const { structuredContent } = await peer.call("analyze_quality", { text: "# Fog\n\nThe ship lay in the bay.\n" });
    assert.deepEqual(structuredContent?.scores, { overall: 100, readability: 100, structure: 100, content: 100 });
  });

  it("counts a folder and a file", async () => {
    const all = await peer.call("get_statistics");
    assert.equal(all.structuredContent?.documents, 8);
    assert.deepEqual(all.structuredContent?.formats, { markdown: 5, text: 2, html: 1 });
    const notes = await peer.call("get_statistics", { path: "notes" });
    const file = await peer.call("get_statistics", { path: "notes/harbor-meeting.md" });
    assert.equal(notes.structuredContent?.words, file.structuredContent?.words);
    assert.equal(notes.structuredContent?.headings, 5);
  });

  it("reports progress for every document, up to the total", async () => {
    const steps: [number, number | undefined][] = [];
    await peer.client.callTool({ name: "get_statistics", arguments: {} }, undefined, {
      onprogress: ({ progress, total }) => steps.push([progress, total]),
    });
    assert.deepEqual(
      steps,
      Array.from({ length: 8 }, (_, index) => [index + 1, 8]),
    );
  });

  it("is healthy where it can read", async () => {
    const { structuredContent } = await peer.call("health_check");
    assert.equal(structuredContent?.status, "ok");
    assert.deepEqual(structuredContent?.documents, { readable: 8, unreadable: 0, truncated: false });
  });

  for (const [args, words] of [
    [{ path: "../../../package.json" }, /is outside the folders that this server may read/],
    [{ path: "nothing.md" }, /"nothing.md" does not exist/],
    [{ path: "notes" }, /is a folder; name a file in it/],
    [{}, /Give either a path or a text/],
    [{ path: "README.md", text: "x" }, /Give either a path or a text/],
  ] as const) {
    it(`refuses ${JSON.stringify(args)} in one sentence`, async () => {
      const result = await peer.call("classify_document", args);
      assert.equal(result.isError, true);
      assert.match(textOf(result), words);
    });
  }

  it("lists and reads the documents as resources", async () => {
    const { resources } = await peer.client.listResources();
    assert.equal(resources.length, 9);
    assert.ok(
      resources.some(({ uri, mimeType }) => uri === "documents:///drafts/on-fog.md" && mimeType === "text/markdown"),
    );
    const { contents } = await peer.client.readResource({ uri: "documents:///drafts/on-fog.md" });
    assert.match(String(contents[0] && "text" in contents[0] && contents[0].text), /^# On fog/);
    const categories = await peer.client.readResource({ uri: "documents://categories" });
    assert.match(JSON.stringify(categories.contents), /meeting-notes/);
    await assert.rejects(peer.client.readResource({ uri: "documents:////etc/passwd" }), /is outside the folders/);
    await assert.rejects(peer.client.readResource({ uri: "documents:///none.md" }), /does not exist/);
  });

  it("completes paths, those that begin so first", async () => {
    const ask = async (value: string) =>
      (
        await peer.client.complete({
          ref: { type: "ref/resource", uri: "documents:///{+path}" },
          argument: { name: "path", value },
        })
      ).completion.values;
    assert.deepEqual(await ask("DRA"), ["drafts/letter-to-guests.txt", "drafts/on-fog.md"]);
    assert.deepEqual(await ask("re"), ["README.md", "berth-agreement.md", "press-release.html"]);
    const { completion } = await peer.client.complete({
      ref: { type: "ref/prompt", name: "review_document" },
      argument: { name: "path", value: "fish" },
    });
    assert.deepEqual(completion.values, ["fish-soup.md"]);
  });

  it("puts a document and its findings into a prompt", async () => {
    const { messages } = await peer.client.getPrompt({ name: "review_document", arguments: { path: "README.md" } });
    assert.match(JSON.stringify(messages[0]), /line 8, error/);
    assert.match(JSON.stringify(messages[1]), /documents:\/\/\/README\.md/);
    const improve = await peer.client.getPrompt({
      name: "improve_readability",
      arguments: { path: "drafts/on-fog.md" },
    });
    assert.match(JSON.stringify(improve.messages[0]), /very difficult.*line 3: It is a commonplace/);
    await assert.rejects(
      peer.client.getPrompt({ name: "review_document", arguments: { path: "none" } }),
      /does not exist/,
    );
  });
});
