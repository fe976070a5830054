import assert from "node:assert/strict";
import { RequestFigures, serverFigures } from "../../src/samples/documents/requestFigures";
import { connectedServer, textOf } from "./connectedServer";
import { temporaryFolder } from "./temporaryFolder";

const binary = Buffer.from([0, 1, 2]);
const named = <T>(count: number, name: (at: number) => string, content: (at: number) => T): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [name(at), content(at)]));

describe("the bounds of the documents server", function () {
  this.timeout(60_000); // seconds are spent only on a machine under load
  let place: Awaited<ReturnType<typeof temporaryFolder>>;
  let peer: Awaited<ReturnType<typeof connectedServer>>;

  before(async () => {
    place = await temporaryFolder({
      ...named(
        7,
        (at) => `good/${at}.md`,
        (at) => `# Title\n\n${"word ".repeat(10 + at)}[a](b).\n\n> Said.\n`,
      ),
      ...named(
        21,
        (at) => `bad/${String(at).padStart(2, "0")}.txt`,
        () => binary,
      ),
      "long.md": `# Long\n\n${"x".repeat(60_000 - "# Long\n\n".length)}`,
      "longer.md": `# Long\n\n${"x".repeat(60_001 - "# Long\n\n".length)}`,
    });
    peer = await connectedServer({ folders: [place.folder] });
  });
  after(async () => {
    await peer.close();
    await place.remove();
  });

  it("name the five longest documents, and twenty that cannot be read", async () => {
    const { structuredContent } = await peer.call("get_statistics", { path: "good" });
    const { longest, documents, headings, links, paragraphs } = structuredContent as {
      longest: { document: string }[];
      documents: number;
      headings: number;
      links: number;
      paragraphs: number;
    };
    assert.deepEqual(
      longest.map(({ document }) => document),
      [6, 5, 4, 3, 2].map((at) => `good/${at}.md`),
    );
    assert.deepEqual([documents, headings, links, paragraphs], [7, 7, 7, 14]);
    const { skipped } = (await peer.call("get_statistics", { path: "bad" })).structuredContent as {
      skipped: { document: string; reason: string }[];
    };
    assert.equal(skipped.length, 20);
    assert.deepEqual([skipped[0]?.document, /binary file/.test(skipped[0]?.reason ?? "")], ["bad/00.txt", true]);
  });

  it("put sixty thousand characters of a document into a prompt, and say where one is longer", async () => {
    const texts = async (path: string) => {
      const { messages } = await peer.client.getPrompt({ name: "review_document", arguments: { path } });
      const [task, document] = messages.map(({ content }) => content);
      assert.ok(task?.type === "text" && document?.type === "resource" && "text" in document.resource);
      return [/Only the first 60000 characters/.test(task.text), document.resource.text.length, messages[0]?.role];
    };
    assert.deepEqual(await texts("long.md"), [false, 60_000, "user"]);
    assert.deepEqual(await texts("longer.md"), [true, 60_000, "user"]);
  });

  it("take one subject of a call, and a text of five megabytes, counted in bytes", async () => {
    const refusal = async (subject: Record<string, unknown>) => textOf(await peer.call("detect_issues", subject));
    assert.match(await refusal({}), /Give either a path or a text/);
    assert.match(await refusal({ path: "long.md", text: "a" }), /only one of them/);
    const most = 5 * 1024 * 1024;
    assert.match(await refusal({ text: "ü".repeat(most / 2 + 1) }), /The text has more than 5 MB/);
  });

  it("count calls, and how long they take on average", () => {
    const figures = new RequestFigures();
    assert.deepEqual([figures.total, figures.failures, figures.averageMs], [0, 0, undefined]);
    assert.equal(serverFigures(figures).average_processing_time, null);
    figures.add(10, false);
    figures.add(20.26, true);
    figures.add(0, false);
    assert.deepEqual([figures.total, figures.failures], [3, 1]);
    const shown = serverFigures(figures);
    assert.deepEqual(
      [shown.total_requests, shown.successful_requests, shown.failed_requests, shown.average_processing_time],
      [3, 2, 1, 10.1],
    );
    const { cpu, uptime } = shown;
    const expected = (100 * (cpu.user_seconds + cpu.system_seconds)) / uptime;
    assert.ok(Math.abs(cpu.percent - expected) < 5 + expected / 5, `${cpu.percent} % and ${expected} %`);
  });
});
