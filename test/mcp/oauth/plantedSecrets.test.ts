import assert from "node:assert/strict";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { StoredGrants } from "../../../src/core/calls/approval/storedGrants";
import { requestPath } from "../../../src/core/calls/requestPath";
import { newCall } from "../../../src/core/calls/toolCall";
import { resolvePlan } from "../../../src/core/config/plan/resolvePlan";
import { readConfiguration } from "../../../src/core/config/reading/configuration";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { EventStream } from "../../../src/core/hub/eventStream";
import { LocalHub } from "../../../src/core/hub/localHub";
import { systemClock } from "../../../src/core/kernel/clock";
import { logLine } from "../../../src/editor/logs/logLine";
import { PanelHistory } from "../../../src/editor/panel/history/panelHistory";
import { PanelFeed } from "../../../src/editor/panel/panelFeed";
import { MemoryState } from "../../../src/headless/memoryState";
import { ServerSignIns } from "../../../src/mcp/auth/serverSignIns";
import { fileLock } from "../../../src/mcp/oauth/fileLock";
import { openLink } from "../../../src/mcp/openLink";
import { aDesk } from "../../support/aDesk";
import { noAbort } from "../../support/openLinks";
import { secretShapes } from "../../support/secretShapes";
import { startSignInServer } from "../../support/signInServer";
import { signInWorld } from "../../support/signInWorld";
import { startTalkativeServer } from "../../support/talkativeServer";

describe("secrets of every method", function () {
  this.timeout(60_000);

  it("show up in no log, event, error, state, file or message of the panel", async () => {
    const planted = new Map<string, string>();
    const talkative = await startTalkativeServer(secretShapes);
    for (const [name, secret] of secretShapes) planted.set(name, secret);
    const signIn = await startSignInServer({ person: "ada@example.com" });
    const ownClient = await startSignInServer({ person: "ada@example.com" });
    const folder = await mkdtemp(join(tmpdir(), "hub-planted-"));
    const keys = await mkdtemp(join(tmpdir(), "hub-planted-keys-"));
    const plant = (name: string): string => {
      const secret = `planted${planted.size}-${randomUUID()}`;
      planted.set(name, secret);
      return secret;
    };
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    planted.set("private key", pem.split("\n")[1] ?? "");
    const keyFile = join(keys, "key.pem");
    await writeFile(keyFile, `-----BEGIN PRIVATE KEY-----\n${plant("key file")}\n-----END PRIVATE KEY-----\n`);
    // Clients with a secret, which go to the token endpoint in the form of the request.
    const withSecret = { token_endpoint_auth_methods_supported: ["client_secret_post"] };
    signIn.behavior.metadata = withSecret;
    signIn.behavior.clientSecret = plant("registered client's secret");
    ownClient.behavior.metadata = withSecret;
    const registered = await fetch(`${ownClient.issuer}/register`, { method: "POST", body: "{}" });
    const { client_id: clientId } = JSON.parse(await registered.text());
    const ownSecret = plant("secret of a client in the settings");

    const entry = (path: string, auth?: unknown, headers?: unknown) => ({
      url: `${talkative.origin}${path}`,
      ...(auth !== undefined && { auth }),
      ...(headers !== undefined && { headers }),
    });
    const idp = { idpTokenEndpoint: `${talkative.origin}/token`, idpClientId: "idp" };
    const plain = plant("a header");
    const strange = `${plant("the beginning of a strange key")}~!'()*&=+%ä`;
    const forms = [strange, encodeURIComponent(strange), `${new URLSearchParams({ k: strange })}`.slice(2)];
    for (const form of forms) planted.set(`strange key as ${form}`, form);
    const servers: Record<string, unknown> = {
      bearer: entry("/mcp", { type: "bearer", token: plant("bearer token") }),
      refusedBearer: entry("/refuse", { type: "bearer", token: plant("refused bearer token") }),
      failedBearer: entry("/fail", { type: "bearer", token: plant("failed bearer token"), scheme: "token" }),
      basic: entry("/mcp", { type: "basic", username: "ada", password: plant("password") }),
      keyInHeader: entry("/mcp", { type: "api-key", header: "X-Key", value: plant("key in a header") }),
      keyInAddress: entry("/fail", { type: "api-key", query: "k", value: plant("key in the address") }),
      strangeKey: entry("/fail", { type: "api-key", query: "k", value: strange }),
      strangeKeySaid: entry("/mcp", { type: "api-key", query: "k", value: strange }),
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
      ownClient: { url: ownClient.url, auth: { type: "oauth", clientId, clientSecret: ownSecret } },
      keyFile: { url: `${talkative.origin.replace("http:", "https:")}/mcp`, tls: { keyFile } },
      tls: { ...entry("/mcp"), tls: { passphrase: plant("passphrase") } },
    };
    const stored: Record<string, string> = {
      urlKey: plant("variable in an address"),
      headerKey: plant("variable in a header"),
      argument: plant("variable in an argument"),
      token: plant("variable in the environment"),
    };
    const settings = JSON.stringify(servers);
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
      history: new PanelHistory(stream),
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
    const { definitions, problems } = readConfiguration([{ location: { scope: "user" }, values: { servers } }], true);
    assert.deepEqual(problems, []);
    const plan = resolvePlan({
      variableContext: {
        env: () => undefined,
        userHome: folder,
        pathSeparator: "/",
        workspaceFolder: () => folder,
        readFile: async () => "",
      },
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
    const stores = { workspace: hubState, always: hubState };
    const grants = new StoredGrants(hub.definition.bind(hub), stores, stream.publish);
    const { callTool } = requestPath({
      ...{
        servers: hub.servers,
        options,
        grants,
        clock: systemClock,
        publish: stream.publish,
        onEvent: stream.onEvent,
      },
      ask: async () => ({ allow: true, span: "once", what: "tool" }) as const,
      desk: aDesk(),
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
      await signIns.signIn("ownClient", noAbort());
      ownClient.behavior.tokenFailures = [
        { status: 400, body: { error: "invalid_request", error_description: `bad ${ownSecret}` } },
      ];
      await signIns.signIn("ownClient", noAbort()).then(() => assert.fail("it is refused"), say);
      for (const { id } of definitions)
        await callTool(
          newCall({ server: id, tool: "leak", args: {}, caller: { door: "command" }, signal: noAbort() }),
        ).catch(say);
      signIn.expire();
      const tokens = signIn.issued.filter((one) => !one.startsWith("code-")); // a code is used up by then
      signIn.behavior.tokenFailures = [
        {
          status: 400,
          body: {
            error: "invalid_request",
            error_description: `bad ${tokens.join(" ")} ${signIn.behavior.clientSecret}`,
          },
        },
      ];
      for (let times = 0; times < 2; times++)
        await callTool(
          newCall({ server: "signIn", tool: "who", args: {}, caller: { door: "command" }, signal: noAbort() }),
        ).catch(say);
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
      for (const one of [folder, keys]) await rm(one, { recursive: true, force: true });
      talkative.stop();
      await signIn.stop();
      await ownClient.stop();
    }

    for (const [index, secret] of [...signIn.issued, ...ownClient.issued].entries())
      planted.set(`issued ${index}`, secret);
    assert.ok(planted.size >= 25, `${planted.size} secrets`);
    const everything = written.join("\n");
    const found = [...planted].filter(([, secret]) => everything.includes(secret)).map(([name]) => name);
    assert.deepEqual(found, []);
    // The server's own secrets arrived, and only they were masked.
    for (const name of secretShapes.keys())
      assert.match(everything, new RegExp(`leaked ${name}: [^;]{0,20}•••[^;]{0,20} end of ${name}`), name);
    assert.ok(!everything.includes("under a name, leaked"), "a value under the name of a secret");
    // The settings hold what the person wrote there, and no more: nothing that was given, stored or looked up.
    assert.equal(JSON.stringify(servers), settings);
    const elsewhere = [...signIn.issued, ...ownClient.issued, ...Object.values(stored), editorToken];
    const inSettings = [...elsewhere, signIn.behavior.clientSecret ?? ""].filter((secret) => settings.includes(secret));
    assert.deepEqual(inSettings, []);
    // What was planted really went out: otherwise nothing was tested.
    const heard = [
      ...talkative.heard,
      ...[signIn, ownClient].flatMap(({ seen }) => seen.map(({ form }) => `${form}`)),
    ].join("\n");
    for (const secret of [strange, forms[2] ?? "", ownSecret, signIn.behavior.clientSecret ?? ""])
      assert.ok(heard.includes(secret), secret);
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
