import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StructuredLog, structuredLog } from "../../../src/gateway/operations/structuredLog";
import { stateFolderAudit } from "../../../src/node/audit/stateFolderAudit";
import { withoutLoginShell } from "../../support/aComposedHub";
import { logsIn } from "../../support/auditWorld";
import { type HttpFixture, startHttpFixture } from "../../support/fixtures";
import { modernPost, openSession, post, type RawAnswer } from "../../support/rawMcp";
import { until } from "../../support/until";
import { WholeGateway } from "../../support/wholeGateway";

type Headers = Readonly<Record<string, string>>;

const call = { name: "remote__echo", arguments: { text: "hello" } };

const modernCall = (url: string, headers: Headers): Promise<RawAnswer> =>
  modernPost(url, "tools/call", call, { headers: { ...headers } });

async function legacyCall(url: string, { "x-request-id": id = "", ...headers }: Headers): Promise<RawAnswer> {
  const session = await openSession(url, { headers });
  const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: call };
  return post(url, body, { ...session.headers, "x-request-id": id });
}

describe("X-Request-ID of the gateway", function () {
  this.timeout(30_000);
  let folder: string;
  let http: HttpFixture;
  let gateway: WholeGateway;
  let log: StructuredLog;
  withoutLoginShell();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-ids-"));
    http = await startHttpFixture("--json");
    gateway = await WholeGateway.start(
      { remote: { url: http.url } },
      { ports: { audit: stateFolderAudit(folder) }, options: { audit: "required" } },
    );
    log = structuredLog(gateway.composed.stream, { file: join(folder, "hub.log"), level: "debug" });
  });
  after(async () => {
    await log.close();
    await gateway.close();
    await http.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The lines of all files below a folder, each as JSON. */
  const linesBelow = async (path: string): Promise<readonly Record<string, unknown>[]> => {
    const files = (await readdir(path, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
    const texts = await Promise.all(files.map((one) => readFile(join(one.parentPath, one.name), "utf8")));
    return texts
      .flatMap((text) => text.split("\n").filter((line) => line.startsWith("{")))
      .map((line) => JSON.parse(line));
  };

  for (const [what, id] of [
    ["its client's own", "trace-of-mine-7"],
    ["one that is made", undefined],
  ] as const)
    it(`is in each event, log line and record of the call, and reaches the server: ${what}`, async () => {
      const headers: Record<string, string> = id === undefined ? {} : { "x-request-id": id };
      const reply = await gateway.chat("remote", "echo", { text: "hello" }, { headers });
      assert.equal(reply.status, 200, reply.text);
      const request = reply.headers.get("x-request-id") ?? assert.fail("no id");
      if (id !== undefined) assert.equal(request, id);
      assert.equal(reply.body.original_request_id, request);

      const about = gateway.events.filter(
        (event) => "call" in event && "request" in event && event.request === request,
      );
      assert.deepEqual(
        ["call.started", "call.ended"].filter((type) => !about.some((event) => event.type === type)),
        [],
      );
      const sent = (await http.journal()).find(({ body = "" }) => body.includes(request));
      assert.equal(sent?.headers["x-request-id"], request);
      const { params } = JSON.parse(sent?.body ?? "{}");
      assert.equal(params._meta["mcp-client-hub/request"], request);
      assert.equal(sent?.headers.authorization, undefined, "the client's token is for the hub alone");

      const recorded = async (path: string) =>
        (await linesBelow(path)).filter((line) => JSON.stringify(line).includes(request));
      await until("the audit has it", async () => (await recorded(logsIn(folder))).length > 0);
      const lines = await until("the log has it", async () => {
        const found = (await linesBelow(folder)).filter(({ request_id }) => request_id === request);
        return found.length > 1 && found;
      });
      assert.ok(lines.every(({ level, time, tool }) => level !== undefined && time !== undefined && tool === "echo"));
    });

  for (const [era, ask] of [
    ["with a handshake", legacyCall],
    ["without one", modernCall],
  ] as const)
    it(`is the same for a call over MCP, in a revision ${era}`, async () => {
      const given = `mcp-${era.replaceAll(" ", "-")}`;
      const headers = { authorization: `Bearer ${gateway.token}` };
      const url = `${gateway.gateway.url}/mcp`;
      for (const [sent, kept] of [
        [given, given],
        ["not\u00a0usable", undefined],
        ["x".repeat(129), undefined],
      ] as const) {
        const answer = await ask(url, { ...headers, "x-request-id": sent });
        assert.deepEqual((await answer.last()).result?.content, [{ type: "text", text: "hello" }]);
        const request = answer.headers.get("x-request-id") ?? assert.fail("no id");
        if (kept !== undefined) assert.equal(request, kept);
        else assert.match(request, /^[!-~]{1,128}$/);
        assert.notEqual(request, kept === undefined ? sent : "");
        const types = gateway.events.flatMap((event) =>
          "call" in event && "request" in event && event.request === request ? [event.type] : [],
        );
        assert.ok(types.includes("call.started") && types.includes("call.ended"), types.join());
        const got = (await http.journal()).find(({ body = "" }) => body.includes(request));
        assert.equal(got?.headers["x-request-id"], request);
        await until("the audit has it", async () =>
          (await linesBelow(logsIn(folder))).some((line) => JSON.stringify(line).includes(request)),
        );
        await until("the log has it", async () =>
          (await linesBelow(folder)).some(({ request_id }) => request_id === request),
        );
      }
    });

  it("is in the events of what is read over MCP, too", async () => {
    const headers = { authorization: `Bearer ${gateway.token}` };
    const url = `${gateway.gateway.url}/mcp/remote`;
    const body = { jsonrpc: "2.0", id: 1, method: "resources/read", params: { uri: "none://here" } };
    await (await post(url, body, { ...headers, "x-request-id": "read-1" })).all();
    assert.ok(
      gateway.events.some((event) => event.type === "call.ended" && event.request === "read-1"),
      "an event with the id",
    );
  });
});
