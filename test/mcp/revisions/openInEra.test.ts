import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProtocolChoice, StdioPlan } from "../../../src/core/config/plan/launchPlan";
import { RememberedEras } from "../../../src/core/connection/rememberedEras";
import { negotiationFor } from "../../../src/mcp/revisions/negotiation";
import { startHttpFixture } from "../../support/fixtures";
import { MapStore } from "../../support/mapStore";
import { startModernServer } from "../../support/modernServer";
import { noAbort, openLinks } from "../../support/openLinks";

/** How long a server may take to say its era where the test has it take longer. */
const probeMs = 500;

/** Real servers of both eras, on real pipes and sockets. */
describe("the era of a server", function () {
  this.timeout(30_000);
  const open = openLinks();
  let folder: string;
  let journal: string;
  let eras: RememberedEras;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "eras-"));
    journal = join(folder, "journal");
    eras = new RememberedEras(
      new MapStore(),
      () => 0,
      (error) => assert.fail(String(error)),
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const plan = (script: string, ...args: string[]): StdioPlan => ({
    kind: "stdio",
    server: "era",
    command: process.execPath,
    args: [script, ...args, `--journal=${journal}`],
    env: {},
  });
  const legacy = (...args: string[]) => plan("test/support/fixtureServer.mjs", ...args);
  const modern = (...args: string[]) => plan("out/test/support/modernStdioServer.js", ...args);
  const lines = () => (existsSync(journal) ? readFileSync(journal, "utf8").trim().split("\n") : []);
  const starts = () => lines().filter((line) => line === "started").length;
  const revision = async (one: StdioPlan, probeMs?: number) =>
    (await open(one, { eras, probeMs })).link.info.protocolVersion;

  it("on stdio is asked for over the one process, and only once", async () => {
    assert.equal(await revision(legacy()), "2025-11-25");
    assert.deepEqual(lines(), ["started", "server/discover", "initialize"]);
    assert.equal(await revision(legacy()), "2025-11-25");
    assert.deepEqual(lines().slice(3), ["started", "initialize"]);
  });

  for (const older of ["reject", "serve"])
    it(`on stdio is the modern one where the server speaks it (older revisions: ${older})`, async () => {
      const one = modern(`--legacy=${older}`);
      const { link } = await open(one, { eras });
      assert.equal(link.info.protocolVersion, "2026-07-28");
      const { content } = await link.callTool("where", { region: "eu" }, { signal: noAbort() });
      assert.deepEqual(content, [{ type: "text", text: "eu" }]);
      assert.equal(await revision(one), "2026-07-28");
      assert.equal(starts(), 2);
    });

  it("is waited for five seconds where nothing is known of the server, and a minute where it is known to say", () => {
    assert.equal(negotiationFor(undefined).probeTimeoutMs, 5000);
    assert.equal(negotiationFor({ era: "modern" }, probeMs).probeTimeoutMs, 60_000);
  });

  it("a server that is silent when asked is connected over the same process, and not asked again", async () => {
    assert.equal(await revision(legacy("--discover=silent"), probeMs), "2025-11-25");
    assert.deepEqual(lines(), ["started", "server/discover", "initialize"]);
    assert.equal(await revision(legacy("--discover=silent"), probeMs), "2025-11-25");
    assert.deepEqual(lines().slice(3), ["started", "initialize"]);
  });

  it("a server that ends when asked is started once more, and never asked again", async () => {
    assert.equal(await revision(legacy("--discover=exits")), "2025-11-25");
    assert.equal(starts(), 2);
    assert.equal(await revision(legacy("--discover=exits")), "2025-11-25");
    assert.equal(starts(), 3);
  });

  it("a server that ends in any case is started once more for it, only the first time", async () => {
    for (const expected of [2, 3, 4]) {
      await assert.rejects(open(legacy("--exit=3"), { eras }), { code: "exited", message: /exit code 3/ });
      assert.equal(starts(), expected);
    }
  });

  it("a modern server that starts slower than it is waited for is still found out, and known from then on", async () => {
    const one = modern("--slow=2000");
    assert.equal(await revision(one, probeMs), "2026-07-28");
    assert.equal(starts(), 2);
    assert.equal(await revision(one, probeMs), "2026-07-28");
    assert.equal(starts(), 3);
  });

  it("may change: a server that has become modern is noticed", async () => {
    const one = modern();
    eras.learn(one, { era: "legacy", version: "1" });
    const { link, heard } = await open(one, { eras });
    assert.equal(link.info.protocolVersion, "2026-07-28");
    assert.ok(
      heard.logs.some(
        ({ text }) => text === '"era" now speaks revision 2026-07-28 of the protocol; before, it was legacy.',
      ),
    );
    assert.equal(eras.of(one)?.era, "modern");
  });

  it("may change back", async () => {
    const one = legacy();
    eras.learn(one, { era: "modern" });
    const { link, heard } = await open(one, { eras });
    assert.equal(link.info.protocolVersion, "2025-11-25");
    assert.ok(heard.logs.some(({ text }) => /now speaks revision 2025-11-25/.test(text)));
    assert.deepEqual([starts(), eras.of(one)?.era], [1, "legacy"]);
  });

  it("is asked again the next time when a server of the older era has another version", async () => {
    const one = modern("--legacy=serve");
    eras.learn(one, { era: "legacy", version: "an older one" });
    assert.equal(await revision(one), "2025-11-25");
    assert.equal(await revision(one), "2026-07-28");
  });

  it("over HTTP is remembered and noticed alike", async () => {
    const server = await startModernServer("reject");
    try {
      const one = { kind: "http", server: "era", url: server.url, headers: {} } as const;
      eras.learn(one, { era: "legacy" });
      const { link, heard } = await open(one, { eras });
      assert.equal(link.info.protocolVersion, "2026-07-28");
      assert.ok(heard.logs.some(({ text }) => /now speaks revision 2026-07-28/.test(text)));
      link.dispose();
      await link.closed;
    } finally {
      await server.stop();
    }
  });

  it("over HTTP a server that is silent when asked gets the handshake, and is not asked again", async () => {
    const { url, journal, stop } = await startHttpFixture("--discover=silent");
    try {
      const one = { kind: "http", server: "era", url, headers: {} } as const;
      for (const requested of [1, 1]) {
        const { link } = await open(one, { eras, probeMs });
        assert.equal(link.info.protocolVersion, "2025-11-25");
        link.dispose();
        await link.closed;
        const questions = (await journal()).filter(({ body }) => body?.includes('"server/discover"'));
        assert.equal(questions.length, requested);
      }
    } finally {
      await stop();
    }
  });

  const pinned: [choice: ProtocolChoice, revision: string][] = [
    ["auto", "2026-07-28"],
    ["modern", "2026-07-28"],
    ["2026-07-28", "2026-07-28"],
    ["legacy", "2025-11-25"],
    ["2025-11-25", "2025-11-25"],
    ["2025-06-18", "2025-06-18"],
    ["2024-11-05", "2024-11-05"],
  ];
  for (const [protocol, expected] of pinned)
    it(`is that of the settings: ${protocol} → ${expected}`, async () => {
      assert.equal(await revision({ ...modern("--legacy=serve"), protocol }), expected);
      assert.equal(starts(), 1);
    });

  it("that the settings ask for and the server does not speak is an error with the next step", async () => {
    const toError = /"protocol" to "auto"/;
    await assert.rejects(open({ ...legacy(), protocol: "modern" }, { eras }), { code: "protocol", message: toError });
    await assert.rejects(open({ ...legacy("--version=2025-11-25"), protocol: "2025-06-18" }, { eras }), {
      code: "protocol",
      message: /"era" answered with revision 2025-11-25 .* ask for 2025-06-18/,
    });
    await assert.rejects(open({ ...modern(), protocol: "legacy" }, { eras }), { code: "protocol", message: toError });
  });
});
