import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processesWith } from "../../support/processesWith";
import { type Served, startServe } from "../../support/startServe";
import { until } from "../../support/until";

/** The built command in a process of its own, and an MCP server over HTTP that knows one token at a time. */
describe("secrets of mcp-client-hub serve", function () {
  this.timeout(60_000);
  const first = "first-secret-value-0001";
  const second = "second-secret-value-0002";
  let folder: string;
  let server: Server;
  let url: string;
  let accepted: string;
  let served: Served | undefined;
  const seen: (string | undefined)[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-secrets-"));
    accepted = first;
    seen.length = 0;
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request.setEncoding("utf8")) body += chunk;
      const { authorization = "" } = request.headers;
      seen.push(authorization);
      const json = (status: number, value: unknown) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
      if (authorization !== `Bearer ${accepted}`) return json(401, { error: `bad token ${authorization}` });
      if (request.method !== "POST") return json(405, {});
      const { id, method } = JSON.parse(body);
      if (id === undefined) return response.writeHead(202).end();
      const results: Record<string, unknown> = {
        initialize: {
          protocolVersion: "2025-06-18",
          capabilities: { tools: {} },
          serverInfo: { name: "guarded", version: "1" },
        },
        "tools/list": { tools: [{ name: "who", inputSchema: { type: "object" } }] },
        "tools/call": { content: [{ type: "text", text: `you sent ${authorization}` }] },
      };
      const result = results[method];
      return json(200, { jsonrpc: "2.0", id, ...(result ? { result } : { error: { code: -32601, message: method } }) });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/mcp`;
  });
  afterEach(async () => {
    await served?.stop();
    served = undefined;
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  });

  let stderr = "";
  const start = async (sources: object, env: Readonly<Record<string, string>> = {}) => {
    const entry = { url, auth: { type: "bearer", token: "${secret:web-token}" } };
    await writeFile(join(folder, "servers.json"), JSON.stringify({ servers: { web: entry }, ...sources }));
    const state = { MCP_HUB_STATE_FOLDER: join(folder, "state"), MCP_LOG_LEVEL: "debug", ...env };
    stderr = "";
    served = await startServe(
      { env: state },
      ...["--config", join(folder, "servers.json"), "--token-file", join(folder, "token")],
    );
    served.process.stderr?.on("data", (text) => (stderr += text));
    return served;
  };
  const call = async () => {
    const json = { server_id: "web", tool_name: "who", tool_input: {} };
    return (await served?.fetch("/api/v1/mcp/chat", { json }))?.status;
  };
  const works = async () => (await call()) === 200;
  /** Lays out a mount as container platforms do: each file is a link through a link that is replaced as a whole. */
  const mount = async (version: string, value: string) => {
    const at = join(folder, "mount");
    await mkdir(join(at, version), { recursive: true });
    await writeFile(join(at, version, "web-token"), `${value}\n`);
    await symlink(version, join(at, "..next"));
    await rename(join(at, "..next"), join(at, "..data"));
    await symlink(join("..data", "web-token"), join(at, "web-token")).catch(() => {}); // it is there from before
  };
  /** A program that prints what a file holds, and notes each time that it was asked. */
  const program = async (value: string, more: object = {}) => {
    await writeFile(join(folder, "value"), value);
    const script = `const fs = require("fs"); fs.appendFileSync("${join(folder, "asked")}", process.argv[1] + "\\n"); console.log(fs.readFileSync("${join(folder, "value")}", "utf8"))`;
    return { secretCommand: { command: process.execPath, args: ["-e", script], ...more } };
  };
  const asked = async () => (await readFile(join(folder, "asked"), "utf8").catch(() => "")).split("\n").slice(0, -1);

  it("come from the environment first", async () => {
    await start(await program("not this one"), { MCP_HUB_INPUT_web_token: first });
    await until("it works", works);
    assert.deepEqual(await asked(), []);
  });

  it("come from a folder of files, whose changes are followed", async function () {
    if (process.platform === "win32") this.skip();
    await mount("..1", first);
    await start({ secretsFolder: "mount" });
    await until("it works", works);
    accepted = second;
    await mount("..2", second);
    await until("the new secret is used, without a call that is refused", () => seen.includes(`Bearer ${second}`));
    await until("it works again", works);
  });

  it("that a folder lacks are used as soon as they are there", async () => {
    await mkdir(join(folder, "mount"));
    const { fetch: send } = await start({ secretsFolder: "mount" });
    const servers = async () => (await send("/api/v1/mcp/servers")).text();
    await until("the server has no secret", async () => /needs the secret/.test(await servers()));
    await writeFile(join(folder, "mount", "web-token"), first);
    await until("it works", works);
  });

  it("come from a program, which is asked once, and again when the server refuses what it printed", async () => {
    await start(await program(first));
    await until("it works", works);
    assert.deepEqual(await asked(), ["web-token"]);
    await served?.fetch("/api/v1/mcp/servers/web/reconnect", { method: "POST" });
    await until("it works after a reconnect", works);
    assert.deepEqual(await asked(), ["web-token"], "the value was kept");
    accepted = second;
    await writeFile(join(folder, "value"), second);
    await until("the new secret is used", works);
    assert.deepEqual(await asked(), ["web-token", "web-token"]);
  });

  it("are asked for again after their time", async () => {
    await start(await program(first, { cacheSeconds: 0 }));
    await until("it works", works);
    await served?.fetch("/api/v1/mcp/servers/web/reconnect", { method: "POST" });
    await until("it was asked again", async () => (await asked()).length > 1);
  });

  it("are not waited for longer than the time of the program, which ends with all that it has started", async function () {
    if (process.platform === "win32") this.skip();
    const mark = `secrets-${process.pid}`;
    const args = ["-c", "sleep 600 & sleep 600"];
    const secretCommand = { command: "sh", args, timeoutSeconds: 1 };
    await start({ secretCommand }, { SECRET_TEST_MARK: mark });
    await until("it says so", () => /"sh" of "secretCommand" took longer than 1 second/.test(stderr));
    const hub = served?.process.pid;
    await served?.stop();
    await until(
      "nothing is left",
      () => processesWith("SECRET_TEST_MARK", mark).filter((id) => id !== hub).length === 0,
    );
  });

  for (const [what, secretCommand, why] of [
    ["cannot be started", { command: "no-such-program-anywhere" }, /could not be started \(ENOENT\)/],
    ["fails", { command: process.execPath, args: ["-e", `console.log("${first}"); process.exit(4)`] }, /exit code 4/],
    ["prints nothing", { command: process.execPath, args: ["-e", ""] }, /printed nothing/],
    [
      "prints without end",
      { command: process.execPath, args: ["-e", 'process.stdout.write("x".repeat(99999))'] },
      /printed more than 65536 characters/,
    ],
  ] as const)
    it(`are missing where the program ${what}: the server says why`, async () => {
      await start({ secretCommand });
      await until("it says so", () => why.test(stderr));
      assert.ok(!stderr.includes(first));
    });

  it("are in no log, also where the server repeats them", async () => {
    const { fetch: send } = await start(await program(first));
    await until("it works", works);
    accepted = "nothing";
    await until("it is refused", async () => (await call()) !== 200);
    await until("the log has it", async () =>
      (await readFile(join(folder, "state/logs/serve.log"), "utf8")).includes("web"),
    );
    const log = await readFile(join(folder, "state/logs/serve.log"), "utf8");
    const events = await (await send("/api/v1/mcp/servers")).text();
    for (const text of [log, stderr, events]) assert.ok(!text.includes(first));
  });

  it("that a configuration names in a wrong way are a mistake of the caller", async () => {
    await assert.rejects(start({ secretCommand: "vault" }), /"secretCommand" must be/);
    await assert.rejects(start({ secretCommand: { command: "vault", arguments: [] } }), /arguments/);
    await assert.rejects(start({ secretsFolder: 5 }), /"secretsFolder" must be/);
  });
});
