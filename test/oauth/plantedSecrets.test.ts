import assert from "node:assert/strict";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { callPath } from "../../src/core/calls/callPath";
import { StoredGrants } from "../../src/core/calls/storedGrants";
import { newCall } from "../../src/core/calls/toolCall";
import { systemClock } from "../../src/core/clock";
import { readConfiguration } from "../../src/core/config/configuration";
import { resolvePlan } from "../../src/core/config/resolvePlan";
import { defaultOptions } from "../../src/core/config/settings";
import { EventStream } from "../../src/core/eventStream";
import { LocalHub } from "../../src/core/localHub";
import { logLine } from "../../src/editor/logLine";
import { PanelFeed } from "../../src/editor/panel/panelFeed";
import { MemoryState } from "../../src/headless/memoryState";
import { ServerSignIns } from "../../src/mcp/auth/serverSignIns";
import { fileLock } from "../../src/mcp/oauth/fileLock";
import { openLink } from "../../src/mcp/openLink";
import { noAbort } from "../support/openLinks";
import { startSignInServer } from "../support/signInServer";
import { signInWorld } from "../support/signInWorld";

/** A server that says aloud whatever it is sent: in a log message, in errors, in the result, in what it refuses. */
async function startTalkativeServer() {
  const heard: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const said = spoken(request.headers, request.url ?? "", body);
    heard.push(said);
    const path = new URL(request.url ?? "/", "http://x").pathname;
    if (path === "/token") {
      response.writeHead(400, { "content-type": "application/json" });
      return response.end(JSON.stringify({ error: "invalid_request", error_description: said }));
    }
    if (path.includes(".well-known")) return response.writeHead(404).end(said);
    if (path === "/refuse") return response.writeHead(401).end(said);
    if (path === "/fail") return response.writeHead(400, { "content-type": "text/plain" }).end(said);
    if (request.method !== "POST") return response.writeHead(405).end();
    const { id, method } = JSON.parse(body);
    if (id === undefined) return response.writeHead(202).end();
    const logged = { jsonrpc: "2.0", method: "notifications/message", params: { level: "error", data: said } };
    const other = { jsonrpc: "2.0", method: "notifications/custom", params: { said, [said]: 1 } };
    const results: Record<string, unknown> = {
      initialize: {
        protocolVersion: "2025-06-18",
        capabilities: { tools: {}, logging: {} },
        serverInfo: { name: said, version: said },
        instructions: said,
      },
      "tools/list": { tools: [{ name: "leak", inputSchema: { type: "object" } }] },
    };
    const result = results[method];
    const answer = result ? { result } : { error: { code: -32000, message: said, data: said } };
    response.writeHead(200, { "content-type": "text/event-stream" });
    const messages = result ? [answer] : [logged, other, answer];
    for (const message of messages)
      response.write(`data: ${JSON.stringify(message === answer ? { jsonrpc: "2.0", id, ...answer } : message)}\n\n`);
    return response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return { origin, heard, stop: () => server.close().closeAllConnections() };
}

const spoken = (headers: IncomingHttpHeaders, url: string, body: string): string =>
  JSON.stringify({ url: decodeURIComponent(url), headers, body: decodeURIComponent(body.replaceAll("+", " ")) });

describe("secrets of every method", function () {
  this.timeout(60_000);

  it("show up in no log, event, error, state, file or message of the panel", async () => {
    const talkative = await startTalkativeServer();
    const signIn = await startSignInServer({ person: "ada@example.com" });
    const folder = await mkdtemp(join(tmpdir(), "hub-planted-"));
    const planted = new Map<string, string>();
    const plant = (name: string): string => {
      const secret = `planted${planted.size}-${randomUUID()}`;
      planted.set(name, secret);
      return secret;
    };
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    planted.set("private key", pem.split("\n")[1] ?? "");

    const entry = (path: string, auth?: unknown, headers?: unknown) => ({
      url: `${talkative.origin}${path}`,
      ...(auth !== undefined && { auth }),
      ...(headers !== undefined && { headers }),
    });
    const idp = { idpTokenEndpoint: `${talkative.origin}/token`, idpClientId: "idp" };
    const plain = plant("a header");
    const servers: Record<string, unknown> = {
      bearer: entry("/mcp", { type: "bearer", token: plant("bearer token") }),
      refusedBearer: entry("/refuse", { type: "bearer", token: plant("refused bearer token") }),
      failedBearer: entry("/fail", { type: "bearer", token: plant("failed bearer token"), scheme: "token" }),
      basic: entry("/mcp", { type: "basic", username: "ada", password: plant("password") }),
      keyInHeader: entry("/mcp", { type: "api-key", header: "X-Key", value: plant("key in a header") }),
      keyInAddress: entry("/fail", { type: "api-key", query: "k", value: plant("key in the address") }),
      program: entry("/mcp", {
        type: "command",
        command: process.execPath,
        args: ["-e", `console.log(${JSON.stringify(plant("token of a program"))})`],
      }),
      failingProgram: entry("/mcp", {
        type: "command",
        command: process.execPath,
        args: [
          "-e",
          `console.log("${plant("output of a program")}"); console.error("${plant("its errors")}"); process.exit(2)`,
        ],
      }),
      editor: entry("/mcp", { type: "editor", provider: "github" }),
      client: entry("/refuse", { type: "client-credentials", clientId: "c", clientSecret: plant("client secret") }),
      key: entry("/refuse", { type: "client-credentials", clientId: "c", privateKey: pem, algorithm: "ES256" }),
      enterprise: entry("/refuse", {
        ...{ type: "enterprise", clientId: "c", clientSecret: plant("enterprise secret"), ...idp },
        ...{ idpClientSecret: plant("identity provider secret"), idToken: plant("identity token") },
      }),
      workload: entry("/refuse", { type: "workload", assertion: plant("assertion") }),
      header: entry("/mcp", undefined, {
        "X-Session-Token": plain,
        Authorization: `Custom ${plant("authorization header")}`,
      }),
      variables: entry("/mcp?key=${input:urlKey}", undefined, { "X-Auth-Key": "${secret:headerKey}" }),
      stdio: {
        command: process.execPath,
        args: ["-e", "console.error(process.env.TOKEN, process.argv[1]); process.exit(1)", "${input:argument}"],
        env: { TOKEN: "${secret:token}" },
      },
      signIn: { url: signIn.url },
      tls: { ...entry("/mcp"), tls: { passphrase: plant("passphrase") } },
    };
    const stored: Record<string, string> = {
      urlKey: plant("variable in an address"),
      headerKey: plant("variable in a header"),
      argument: plant("variable in an argument"),
      token: plant("variable in the environment"),
    };
    const editorToken = plant("token of the editor");

    const stream = new EventStream(systemClock.now, (error) => assert.fail(String(error)));
    const written: string[] = [];
    const note = (value: unknown) => written.push(typeof value === "string" ? value : JSON.stringify(value));
    stream.onEvent((event) => {
      note(event);
      note(logLine(event, stream.view) ?? "");
    });
    const feed = new PanelFeed({
      stream,
      clock: systemClock,
      post: async (message) => note(message) > 0,
      report: note,
    });
    feed.start();

    const states = [new MemoryState(), new MemoryState(), new MemoryState()] as const;
    const [always, workspace, hubState] = states;
    const sessions = { token: async () => editorToken };
    const lock = fileLock({ folder, clock: systemClock });
    const world = signInWorld({
      ...{ sessions, lock, always, workspace },
      onAccount: (server, account) => stream.publish({ type: "server.account", server, ...(account && { account }) }),
    });
    const report = (error: unknown) => note(error instanceof Error ? `${error.message} ${error.stack}` : error);
    const { definitions, problems } = readConfiguration([{ place: { scope: "user" }, values: { servers } }], true);
    assert.deepEqual(problems, []);
    const plan = resolvePlan({
      surroundings: { env: () => undefined, userHome: folder, workspaceFolder: () => folder, readFile: async () => "" },
      secrets: { get: async (key) => stored[JSON.parse(key.slice(6))[3]], set: async () => {}, delete: async () => {} },
      ask: async () => undefined,
      parseEnv,
    });
    const options = () => ({ ...defaultOptions, approval: "never" as const, connectAttempts: 1, retries: 0 });
    const hub = new LocalHub({
      open: openLink({
        ...{ clientInfo: { name: "hub", version: "1" }, shellEnv: async () => process.env, report },
        authorize: world.authorizations.of,
      }),
      ...{ plan, options, clock: systemClock, publish: stream.publish, state: hubState },
    });
    const grants = new StoredGrants(hub.definition.bind(hub), { workspace: hubState, always: hubState });
    const callTool = callPath({
      ...{ hub, options, grants, clock: systemClock, publish: stream.publish, onEvent: stream.onEvent },
      ask: async () => ({ allow: true, span: "once", what: "tool" }) as const,
    });
    const say = (error: unknown) => note(error instanceof Error ? error.message : error);
    const signIns = new ServerSignIns({
      definition: hub.definition.bind(hub),
      plan,
      ...world,
      clock: systemClock,
    });

    try {
      hub.configure(definitions);
      await hub.ready();
      await signIns.signIn("signIn", noAbort());
      await hub.connect("signIn");
      for (const { id } of definitions)
        await callTool(newCall({ server: id, tool: "leak", args: {}, door: "command", signal: noAbort() })).catch(say);
      signIn.expire();
      const tokens = signIn.issued.filter((one) => !one.startsWith("code-")); // a code is used up by then
      signIn.behavior.tokenFailures = [
        { status: 400, body: { error: "invalid_request", error_description: `bad ${tokens.join(" ")}` } },
      ];
      for (let times = 0; times < 2; times++)
        await callTool(newCall({ server: "signIn", tool: "who", args: {}, door: "command", signal: noAbort() })).catch(
          say,
        );
      for (const { id } of definitions) {
        try {
          for await (const step of signIns.diagnose(id, noAbort())) note(step);
        } catch (error) {
          say(error);
        }
      }
      await signIns.signOut("signIn", noAbort());
    } finally {
      await hub.close();
      feed.dispose();
      for (const state of states) note([...mapOf(state)]);
      for (const file of await readdir(folder)) note(await readFile(join(folder, file), "utf8"));
      await rm(folder, { recursive: true, force: true });
      talkative.stop();
      await signIn.stop();
    }

    for (const [index, secret] of signIn.issued.entries()) planted.set(`issued ${index}`, secret);
    assert.ok(planted.size >= 25, `${planted.size} secrets`);
    const everything = written.join("\n");
    const found = [...planted].filter(([, secret]) => everything.includes(secret)).map(([name]) => name);
    assert.deepEqual(found, []);
    // What was planted really went out: otherwise nothing was tested.
    const heard = talkative.heard.join("\n");
    const sent = [...planted].filter(([, secret]) => heard.includes(secret)).map(([name]) => name);
    assert.ok(sent.length >= 12, sent.join(", "));
    assert.ok(everything.length > 20_000, "the session said a lot");
  });
});

function mapOf(state: MemoryState): Map<string, unknown> {
  const values: unknown = Reflect.get(state, "values");
  assert.ok(values instanceof Map);
  return values;
}
