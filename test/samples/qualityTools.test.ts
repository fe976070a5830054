import assert from "node:assert/strict";
import path from "node:path";
import { connectedServer, textOf } from "./connectedServer";

/** What a tool answered for programs. */
const data = (result: { readonly structuredContent?: unknown }) => result.structuredContent as Record<string, unknown>;

const demo = path.join(process.cwd(), "test", "host", "demo");

describe("the documents server's measures", function () {
  this.timeout(30_000); // seconds are spent only on a machine under load
  let peer: Awaited<ReturnType<typeof connectedServer>>;

  before(async () => {
    peer = await connectedServer({ folders: [demo] });
  });
  after(() => peer.close());

  it("recommend what to do, the gravest first, with where to begin", async () => {
    const result = await peer.call("generate_recommendations", { path: "README.md" });
    const steps = data(result).recommendations as { rule: string; priority: string; lines: number[] }[];
    assert.deepEqual(
      steps.slice(0, 2).map(({ rule, priority }) => [rule, priority]),
      [
        ["broken-link", "high"],
        ["broken-anchor", "high"],
      ],
    );
    assert.deepEqual(steps[0]?.lines.includes(8), true);
    const ranks = steps.map(({ priority }) => ["high", "medium", "low"].indexOf(priority));
    assert.deepEqual(
      ranks.filter((rank, at) => rank < (ranks[at - 1] ?? 0)),
      [],
      JSON.stringify(steps),
    );
    assert.match(textOf(result), /^1\. \(high\) Mend or remove the links/m);
    const one = await peer.call("generate_recommendations", { path: "README.md", limit: 1 });
    assert.deepEqual(data(one).total, steps.length);
    assert.equal((data(one).recommendations as unknown[]).length, 1);
    const good = await peer.call("generate_recommendations", { text: "# Fog\n\nThe ship lay in the bay.\n" });
    assert.match(textOf(good), /nothing to improve/);
  });

  it("give the figures that analyze_quality weighs", async () => {
    const metrics = data(await peer.call("get_quality_metrics", { path: "README.md" }));
    const quality = data(await peer.call("analyze_quality", { path: "README.md" }));
    assert.deepEqual(metrics.scores, quality.scores);
    const issues = metrics.issues as { total: number; bySeverity: Record<string, number>; byRule: object };
    assert.equal(issues.total, (quality.issues as unknown[]).length);
    assert.equal(
      issues.total,
      Object.values(issues.bySeverity).reduce((sum, one) => sum + one, 0),
    );
    assert.equal((metrics.sizes as { words: number }).words, (quality.metrics as { words: number }).words);
    assert.equal(
      (metrics.readability as { fleschReadingEase: number }).fleschReadingEase,
      (quality.metrics as { fleschReadingEase: number }).fleschReadingEase,
    );
    const none = await peer.call("get_quality_metrics", { text: "# Title\n" });
    assert.equal(data(none).readability, null);
  });

  it("say how and how long they were made", async () => {
    for (const tool of ["classify_document", "analyze_quality", "generate_recommendations", "get_quality_metrics"]) {
      const structuredContent = data(await peer.call(tool, { path: "press-release.html" }));
      assert.equal(structuredContent.processing_method, "html", tool);
      assert.ok((structuredContent.processing_time as number) > 0, tool);
    }
  });

  it("count their requests, and which of them failed", async () => {
    const fresh = await connectedServer({ folders: [demo] });
    const first = (await fresh.call("get_statistics", { path: "README.md" })).structuredContent;
    assert.deepEqual([first?.total_requests, first?.average_processing_time], [0, null]);
    await fresh.call("classify_document", { path: "README.md" });
    await fresh.call("classify_document", { path: "none.md" });
    const structuredContent = data(await fresh.call("get_statistics", { path: "README.md" }));
    const { total_requests, successful_requests, failed_requests } = structuredContent;
    assert.deepEqual([total_requests, successful_requests, failed_requests], [3, 2, 1]);
    assert.ok((structuredContent.average_processing_time as number) > 0);
    assert.ok((structuredContent.uptime as number) > 0);
    assert.ok((structuredContent.memory as { resident_bytes: number }).resident_bytes > 1e6);
    assert.ok((structuredContent.cpu as { user_seconds: number }).user_seconds > 0);
    await fresh.close();
  });
});
