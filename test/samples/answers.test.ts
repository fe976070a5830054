import assert from "node:assert/strict";
import path from "node:path";
import { issueLines, tally } from "../../src/samples/documents/tools/issueLines";
import { connectedServer, textOf } from "./connectedServer";
import { temporaryFolder } from "./temporaryFolder";

const soup = [
  "---\ntitle: Front\n---\n# Fish soup\n",
  "Boil the fish. Add salt and pepper. Stir the soup, and serve it hot.\n",
  "> Said.\n",
  "[recipe](other.md) ![](x.png)\n",
].join("\n");

describe("what the documents server says in words", function () {
  this.timeout(60_000); // seconds are spent only on a machine under load
  let place: Awaited<ReturnType<typeof temporaryFolder>>;
  let peer: Awaited<ReturnType<typeof connectedServer>>;
  before(async () => {
    place = await temporaryFolder({
      "soup.md": soup,
      "other.md": "# Other\n\nA page.\n",
      "sub/plain.txt": "Ein Satz. Noch ein Satz mit vielen Wörtern, die niemand kennt und keiner braucht.",
      "emoji.txt": "ab😀cd",
      "bad/bad.txt": Buffer.from([0, 1, 2]),
      "none/picture.png": Buffer.from([0, 1, 2]),
      ...Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`many/${at}.txt`, "A text."])),
    });
    peer = await connectedServer({ folders: [place.folder] });
  });
  after(async () => {
    await peer.close();
    await place.remove();
  });

  const said = async (tool: string, args: Record<string, unknown>) => textOf(await peer.call(tool, args)).split("\n");

  it("is what was counted in a folder, and what could not be read", async () => {
    const [what, formats, categories, longest, requests] = await said("get_statistics", { path: "sub" });
    assert.equal(what, "sub: 1 documents, 14 words, 2 sentences, 1 paragraphs");
    assert.deepEqual(
      [formats, categories, longest],
      ["Formats: text 1", "Categories: unknown 1", "Longest: sub/plain.txt (14)"],
    );
    assert.match(requests ?? "", /^Requests: \d+, 0 failed, [\d.]+ ms on average; up [\d.]+ s$/);
    const bad = await said("get_statistics", { path: "bad" });
    assert.deepEqual(bad.slice(1, 4), ["Formats: none", "Categories: none", "Longest: none"]);
    assert.match(bad[4] ?? "", /^Skipped: "bad\/bad\.txt" is a binary file/);
    assert.match((await said("get_statistics", { path: "bad/bad.txt" }))[0] ?? "", /is a binary file/);
  });

  it("is that only the first five hundred documents of a folder were counted", async () => {
    const many = await peer.call("get_statistics", { path: "many" });
    assert.deepEqual([many.structuredContent?.documents, many.structuredContent?.truncated], [500, true]);
    assert.equal(textOf(many).split("\n").at(-1), "Only the first 500 documents were counted.");
    const whole = textOf(await peer.call("get_statistics"));
    assert.match(whole, /^The workspace: 499 documents/);
    const few = await peer.call("get_statistics", { path: "sub" });
    assert.equal(few.structuredContent?.truncated, false);
  });

  it("is how the server does, with each folder", async () => {
    const [, folder, documents] = await said("health_check", {});
    assert.equal(folder, `Folder ${place.folder}: readable`);
    assert.equal(documents, "Documents: 200 readable, 0 not (only the first were looked at)");
    const missing = path.join(place.folder, "missing");
    const lame = await connectedServer({ folders: [path.join(place.folder, "sub"), missing] });
    const health = await lame.call("health_check");
    assert.equal(health.structuredContent?.status, "degraded");
    assert.match(
      textOf(health),
      /: degraded, up [\d.]+ s, \d+ MB\nFolder \S+sub: readable\nFolder \S+missing: cannot be read\n/,
    );
    assert.match(textOf(health), /Documents: 1 readable, 0 not$/);
    await lame.close();
  });

  it("is a text that was cut, never in the middle of a character", async () => {
    const cut = await said("extract_text", { path: "emoji.txt", maxCharacters: 3 });
    assert.deepEqual(cut, ["emoji.txt: text, 2 words", "", "ab", "(cut after 2 of 6 characters)"]);
    assert.deepEqual((await said("extract_text", { path: "emoji.txt", maxCharacters: 6 })).slice(2), ["ab😀cd"]);
  });

  it("is how hard a text is to read, and that it is not English", async () => {
    const easy = await said("check_readability", { path: "soup.md" });
    assert.equal(easy.length, 3, easy.join());
    assert.match(easy[0] ?? "", /^soup\.md: very easy \(Flesch reading ease [\d.]+, grade -?[\d.]+\)$/);
    assert.match(easy[1] ?? "", /SMOG needs 30 sentences/);
    assert.match(easy[2] ?? "", /^16 words, 5 sentences, 19 syllables, 0 hard sentences$/);
    const german = await said("check_readability", { path: "sub/plain.txt" });
    assert.equal(german.at(-1), "This does not look like English; the figures mean little.");
  });

  it("is the figures of a document, by kind and rule of its issues", async () => {
    const result = await peer.call("get_quality_metrics", { path: "soup.md" });
    const { sizes, issues } = result.structuredContent as { sizes: Record<string, number>; issues: object };
    assert.deepEqual(issues, {
      total: 2,
      bySeverity: { error: 1, warning: 1, info: 0 },
      byRule: { "image-without-text": 1, "broken-link": 1 },
    });
    assert.equal(sizes.wordsPerSentence, 3.2);
    const [scores, ...lines] = textOf(result).split("\n");
    assert.match(scores ?? "", /^soup\.md: \d+ of 100 \(readability \d+, structure \d+, content \d+\)$/);
    assert.deepEqual(lines, [
      "18 words, 5 sentences, 3 paragraphs, 1 headings, 1 links",
      "Issues: 2 (image-without-text 1, broken-link 1)",
    ]);
    const bare = await peer.call("get_quality_metrics", { text: "# T\n" });
    assert.match(textOf(bare), /readability not measured/);
    const { sizes: none } = bare.structuredContent as { sizes: Record<string, number> };
    assert.equal(none.wordsPerSentence, 0);
  });

  it("is a category, those that come next, and what decided", async () => {
    const [category, next, terms] = await said("classify_document", { path: "soup.md" });
    assert.match(category ?? "", /^soup\.md: recipe \(confidence 0\.\d+\)$/);
    assert.match(next ?? "", /^Next: [a-z-]+ [\d.]+, [a-z-]+ [\d.]+, [a-z-]+ [\d.]+$/);
    assert.match(terms ?? "", /^Decided by: .*\bsalt, /);
    assert.equal((await said("classify_document", { text: "zzz" })).at(-1), "Decided by: nothing known");
  });

  it("is what to do, with the lines where to begin", async () => {
    assert.deepEqual(await said("generate_recommendations", { path: "soup.md" }), [
      "soup.md: 2 recommendations",
      "1. (high) Mend or remove the links to files that do not exist. Lines: 10.",
      "2. (medium) Describe every image in its alternative text. Lines: 10.",
    ]);
  });

  it("is what is wrong, or nothing", async () => {
    assert.deepEqual(await said("detect_issues", { path: "soup.md" }), ["soup.md: found nothing"]);
    const [first, ...lines] = await said("validate_structure", { path: "soup.md" });
    assert.equal(first, "soup.md: has faults; 1 headings; found 1 error, 1 warning");
    assert.equal(lines.length, 2);
    const quality = await said("analyze_quality", { path: "soup.md" });
    assert.ok(quality.includes("Found 1 error, 1 warning.") && quality.includes(lines[0] ?? ""), quality.join("\n"));
  });

  it("tells how many of several documents are done, where somebody asks", async () => {
    const steps: (readonly [number, number | undefined])[] = [];
    const batch_requests = [{ path: "soup.md" }, { path: "missing.md" }, { text: "zzz" }];
    const call = { name: "batch_classify_document", arguments: { batch_requests } };
    const result = await peer.client.callTool(call, undefined, {
      onprogress: ({ progress, total }) => steps.push([progress, total]),
    });
    assert.deepEqual(steps, [
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    assert.match(
      JSON.stringify(result.content),
      /soup\.md: recipe.*\\n\\"missing\.md\\" does not exist.*\\nthe text: unknown/,
    );
  });

  it("asks for other words where no sentence is hard", async () => {
    const prompt = await peer.client.getPrompt({ name: "improve_readability", arguments: { path: "other.md" } });
    assert.match(JSON.stringify(prompt.messages[0]), /No sentence stands out as hard/);
  });

  it("is at most twenty-five issues, and how many more there are", () => {
    const issues = (count: number, severity: "error" | "warning" | "info" = "info") =>
      Array.from({ length: count }, (_, at) => ({ rule: "r", severity, message: `M${at}.`, line: at + 1 }));
    assert.equal(issueLines(issues(25)).length, 25);
    assert.deepEqual(issueLines(issues(27)).slice(-2), ["- line 25, info: M24.", "- … and 2 more"]);
    assert.equal(tally([]), "nothing");
    assert.equal(
      tally([...issues(2, "error"), ...issues(1, "warning"), ...issues(4)]),
      "2 errors, 1 warning, 4 remarks",
    );
    assert.equal(tally(issues(1)), "1 remark");
  });
});
