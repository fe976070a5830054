import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { outcomeOf } from "../../../src/core/development/conformance/outcome";
import { systemClock } from "../../../src/core/kernel/clock";
import { conformancePrograms } from "../../../src/mcp/development/conformancePrograms";
import { node24 } from "../../host/node24.mjs";
import { noAbort } from "../../support/openLinks";
import { processesWith } from "../../support/processesWith";
import { until } from "../../support/until";

/** Installs Node 24 on a fresh machine. */
const limitMs = 10 * 60_000;

const suiteFile = resolve("node_modules/@modelcontextprotocol/conformance/dist/index.js");
const marker = "HUB_TEST_MARK";
const mark = randomUUID();
const json = { "content-type": "application/json", accept: "application/json, text/event-stream" };

const plan = (args: readonly string[], command = process.execPath) =>
  ({ kind: "stdio", server: "made", command, args, env: { [marker]: mark } }) as const;
const fixture = (era: "legacy" | "modern") =>
  plan([resolve("out/test/conformance/server/fixture/stdioFixture.js"), `--era=${era}`]);
/** A program that does this with each line. */
const program = (body: string) =>
  plan(["-e", `require("readline").createInterface({input:process.stdin}).on("line",(line)=>{${body}})`]);

const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: "POST", body, headers: { ...json, ...headers }, signal: AbortSignal.timeout(20_000) });
const initialize = '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{}}';
const modernRequest = (id: number, more = "") =>
  `{"jsonrpc":"2.0","id":${id},"method":"x"${more},"params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","progressToken":"t${id}"}}}`;

describe("a program behind the bridge", function () {
  this.timeout(limitMs);
  const logged: string[] = [];
  let node: string;
  const programs = () =>
    conformancePrograms({
      shellEnv: async () => process.env,
      inheritEnv: () => [],
      clock: systemClock,
      report: (error) => assert.fail(String(error)),
      ledgerFolder: undefined,
      log: (server, line) => logged.push(`${server}: ${line}`),
      programs: { node, command: node, args: [suiteFile] },
    });
  before(async () => {
    node = await node24();
  });
  const running = () => (process.platform === "linux" ? processesWith(marker, mark) : []);
  afterEach(() => assert.deepEqual(running(), [], "a process is left"));

  async function withBridge(of: ReturnType<typeof plan>, test: (url: string) => Promise<void>): Promise<void> {
    const bridge = await programs().bridge(of);
    try {
      await test(bridge.url);
    } finally {
      await bridge.close();
    }
    await assert.rejects(fetch(bridge.url), "it does not listen anymore");
  }

  const scenarios = [
    ["legacy", "2025-11-25", "server-initialize"],
    ["legacy", "2025-11-25", "server-sse-multiple-streams"],
    ["modern", "2026-07-28", "input-required-result-unsupported-methods"],
  ] as const;
  for (const [era, revision, name] of scenarios)
    it(`passes ${name} of the real suite at ${revision}`, () =>
      withBridge(fixture(era), async (url) => {
        const end = await programs().suite.run(name, revision, url, noAbort());
        assert.equal(outcomeOf(end).verdict, "passed", JSON.stringify(end));
      }));

  it("fails where the program is no server", () =>
    withBridge(program("process.exit(3)"), async (url) => {
      const { suite } = programs();
      await suite.prepare(noAbort());
      const end = await suite.run("ping", "2025-11-25", url, noAbort());
      assert.notEqual(outcomeOf(end).verdict, "passed");
    }));

  it("gets and sends each byte as it is, with a process for each session", () =>
    withBridge(
      program(
        'const {id,method}=JSON.parse(line);console.error(line);if(id!==undefined)console.log(`{"jsonrpc":"2.0",  "id":${id},"result":{"pid":${process.pid},"odd":1e2}}`)',
      ),
      async (url) => {
        const first = await post(url, initialize);
        const session = first.headers.get("mcp-session-id") ?? "";
        const text = await first.text();
        assert.match(text, /^\{"jsonrpc":"2.0", {2}"id":0,"result":\{"pid":\d+,"odd":1e2\}\}$/);
        const second = await post(url, initialize);
        assert.notEqual(await second.text(), text);
        const ping = '{"jsonrpc":"2.0","id":  0,"method":"ping","x":1e3}';
        assert.equal(await (await post(url, ping, { "mcp-session-id": session })).text(), text);
        await until("it was logged", () => logged.includes(`made: ${ping}`));
        const told = await post(url, '{"jsonrpc":"2.0","method":"n"}', { "mcp-session-id": session });
        assert.equal(told.status, 202);
        if (process.platform === "linux") assert.equal(running().length, 2);
        const gone = await fetch(url, { method: "DELETE", headers: { "mcp-session-id": session } });
        assert.equal(gone.status, 204);
        if (process.platform === "linux") assert.equal(running().length, 1);
        assert.equal((await post(url, ping, { "mcp-session-id": session })).status, 404);
      },
    ));

  it("leads progress to its request, and everything else to the stream of the session", () =>
    withBridge(
      program(
        'const {id,method}=JSON.parse(line);if(method==="go"){console.log(`{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"t"}}`);console.log(`{"jsonrpc":"2.0","method":"own"}`)}if(id!==undefined)console.log(`{"jsonrpc":"2.0","id":${id},"result":{}}`)',
      ),
      async (url) => {
        const session = { "mcp-session-id": (await post(url, initialize)).headers.get("mcp-session-id") ?? "" };
        const stream = await fetch(url, { headers: session });
        assert.equal((await fetch(url, { headers: session })).status, 409);
        const go = '{"jsonrpc":"2.0","id":7,"method":"go","params":{"_meta":{"progressToken":"t"}}}';
        const answer = await (await post(url, go, session)).text();
        assert.deepEqual(
          answer.split("\n\n").map((event) => event.replace("data: ", "")),
          [
            '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"t"}}',
            '{"jsonrpc":"2.0","id":7,"result":{}}',
            "",
          ],
        );
        const reader = stream.body?.getReader();
        const { value } = (await reader?.read()) ?? {};
        assert.equal(new TextDecoder().decode(value), 'data: {"jsonrpc":"2.0","method":"own"}\n\n');
        await reader?.cancel();
      },
    ));

  it("answers errors without sessions with their HTTP status, in one process, and is told of a client that left", () =>
    withBridge(
      program(
        'console.error(line);const {id}=JSON.parse(line);if(id<3)console.log(`{"jsonrpc":"2.0","id":${id},"error":{"code":-32601,"message":"no"}}`)',
      ),
      async (url) => {
        for (const id of [1, 2]) assert.equal((await post(url, modernRequest(id))).status, 404);
        if (process.platform === "linux") assert.equal(running().length, 1);
        const abort = new AbortController();
        const left = fetch(url, { method: "POST", body: modernRequest(3), headers: json, signal: abort.signal });
        await until("it arrived", () => logged.some((line) => line.includes('"id":3')));
        assert.equal((await post(url, modernRequest(3))).status, 502, "the id still waits");
        abort.abort();
        await assert.rejects(left);
        await until("it was cancelled", () =>
          logged.some((line) => line.includes('cancelled","params":{"requestId":3}')),
        );
      },
    ));

  it("refuses what is not for it", () =>
    withBridge(program(""), async (url) => {
      const { origin } = new URL(url);
      assert.equal((await post(`${origin}/mcp`, initialize)).status, 404);
      assert.equal((await post(url, initialize, { origin: "http://evil.example.com" })).status, 403);
      assert.equal((await post(url.replace("127.0.0.1", "localhost"), initialize)).status, 403);
      assert.equal((await post(url, "[]")).status, 400);
      assert.equal((await post(url, '{"jsonrpc":"2.0","id":1,"method":"ping"}')).status, 400);
      assert.equal((await post(url, "x".repeat(4 * 1024 * 1024 + 1))).status, 413);
      assert.equal((await fetch(url)).status, 405);
      assert.deepEqual(running(), []);
    }));

  it("starts only so many, and says why one did not start or has ended", async () => {
    await withBridge(plan([], "/no/such/program"), async (url) => {
      const refused = await post(url, initialize);
      assert.equal(refused.status, 502);
      assert.match(await refused.text(), /^\{"jsonrpc":"2.0","id":0,"error":\{"code":-32603,"message":"/);
      for (let more = 0; more < 15; more++) await post(url, initialize);
      assert.equal((await post(url, initialize)).status, 503);
    });
    await withBridge(program('console.error("no key");process.exit(4)'), async (url) => {
      const answer = await post(url, initialize);
      assert.match(await answer.text(), /stopped: no key\..*exit code 4/);
    });
  });
});
