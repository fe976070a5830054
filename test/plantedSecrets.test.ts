import assert from "node:assert/strict";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { ComposedHub } from "../src/composedHub";
import { composeHub } from "../src/composeHub";
import { processLock } from "../src/core/auth/lock";
import { keptTexts } from "../src/core/calls/kept/keptTexts";
import { KeptResults } from "../src/core/calls/keptResults";
import { newCall } from "../src/core/calls/toolCall";
import { defaultOptions } from "../src/core/config/schema/settings";
import { neverAborted } from "../src/core/kernel/abortSignals";
import { systemClock } from "../src/core/kernel/clock";
import { knownSecrets } from "../src/core/kernel/secrets/knownSecrets";
import { bugReport } from "../src/core/operations/bugReport/bugReport";
import { DiskHistory } from "../src/core/operations/history/diskHistory";
import type { HistoryFiles } from "../src/core/operations/history/historyFiles";
import { definitionText } from "../src/core/presentation/definitionText";
import { noClientFeatures } from "../src/core/questions/noClientFeatures";
import { logLine } from "../src/editor/logs/logLine";
import { PanelHistory } from "../src/editor/panel/history/panelHistory";
import { panelContent } from "../src/editor/panel/panelContent";
import { PanelFeed } from "../src/editor/panel/panelFeed";
import { MemorySecrets, MemoryState } from "../src/headless/memoryState";
import { loopbackRedirect } from "../src/mcp/oauth/loopbackRedirect";
import { stateFolderAudit } from "../src/node/audit/stateFolderAudit";
import { definition } from "./support/fakeLink";
import { secretShapes } from "./support/secretShapes";
import { until } from "./support/until";

/** How a secret that another server was given may be said. */
const encodings: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => Buffer.from(secret).toString("base64"),
  (secret) => Buffer.from(`user:${secret}`).toString("base64url"),
  (secret) => encodeURIComponent(secret),
];

/** A server that was given secrets, and another that says them: real servers, and a real hub with its audit. */
describe("a secret of one server that another one says", function () {
  this.timeout(60_000);
  const earlier = process.env.MCP_HUB_SHELL_ENV;
  const asked = { door: "command" } as const;
  const planted = new Map<string, string>();
  const wrote = new Map<string, string[]>();
  let folder: string;
  let web: Server;
  let composed: ComposedHub;
  let servers: readonly string[];
  let texts: readonly string[];

  /** Characters that every encoding changes. */
  const plant = (name: string): string => {
    const secret = `${planted.size}/p&=ü ${randomUUID()}`;
    planted.set(name, secret);
    return secret;
  };
  const note = (place: string, value: unknown) => {
    const known = wrote.get(place) ?? [];
    known.push(typeof value === "string" ? value : JSON.stringify(value));
    wrote.set(place, known);
  };
  const call = (tool: string, n: number) =>
    composed.requests.callTool(
      newCall({ server: "parrot", tool, args: { n, note: texts[n] }, caller: asked, signal: neverAborted }),
    );

  before(async () => {
    process.env.MCP_HUB_SHELL_ENV = "0";
    folder = await mkdtemp(join(tmpdir(), "hub-parrot-"));
    web = createServer((_, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
    const state = new MemoryState();
    const kept = new KeptResults();
    composed = composeHub({
      kept,
      clock: systemClock,
      options: () => ({
        ...{ ...defaultOptions, approval: "never", connectAttempts: 1, retries: 0 },
        ...{ audit: "required", auditContent: "masked", redact: ["EMP-*", "Nightfall 7"] },
      }),
      report: (error) => note("reports", String(error)),
      secrets: new MemorySecrets(),
      state: { workspace: state, always: state, servers: state },
      lock: processLock(),
      network: () => ({}),
      signIn: { redirects: { loopback: loopbackRedirect } },
      variables: {
        variableContext: {
          env: (name) => (name === "ONE" ? plant("variable of the environment in a header") : undefined),
          userHome: folder,
          pathSeparator: "/",
          workspaceFolder: () => folder,
          readFile: async () => `DB_PASSWORD=${JSON.stringify(plant("environment file"))}\n`,
        },
        secrets: {
          get: async (key) => plant(`stored ${JSON.parse(key.slice(6))[3]}`),
          set: async () => {},
          delete: async () => {},
        },
        parseEnv,
        ask: async () => undefined,
      },
      clientFeatures: () => noClientFeatures,
      ask: () => async () => ({ allow: false }),
      audit: stateFolderAudit(folder),
    });
    const { stream } = composed;
    stream.onEvent((event) => {
      note("events", event);
      note("log", logLine(event, stream.view) ?? "");
    });
    const history = new PanelHistory(stream);
    const feed = new PanelFeed({
      ...{
        stream,
        history,
        clock: systemClock,
        report: (error) => note("reports", String(error)),
      },
      post: async (message) => {
        note("panel", message);
        return true;
      },
    });
    feed.start();
    const onDisk = new DiskHistory({
      ...{ stream, clock: systemClock, window: "w", isOn: () => true, days: () => 1 },
      argsOf: (id) => kept.calls.of(id)?.args,
      files: { append: async (_, room, lines) => note("history on disk", `${room} ${lines}`) } as HistoryFiles,
      failed: (error) => note("reports", String(error)),
    });
    composed.watchTraffic();

    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    planted.set("line of a private key", pem.split("\n")[1] ?? "");
    const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/mcp`;
    const given: Record<string, object> = {
      program: {
        command: process.execPath,
        args: ["-e", "process.exit(1)", "${input:argument}"],
        env: { TOKEN: "${secret:token}", API_KEY: plant("environment") },
        envFile: "/x.env",
      },
      bearer: { url, auth: { type: "bearer", token: plant("bearer token") } },
      stored: { url, auth: { type: "bearer", token: "${secret:bearer}" } },
      basic: { url, auth: { type: "basic", username: "ada", password: plant("password") } },
      key: { url, auth: { type: "api-key", header: "X-Key", value: plant("key in a header") } },
      query: { url, auth: { type: "api-key", query: "k", value: plant("key in an address") } },
      command: {
        url,
        auth: {
          type: "command",
          command: process.execPath,
          args: ["-e", `process.stdout.write(${JSON.stringify(plantToken())})`],
        },
      },
      client: { url, auth: { type: "client-credentials", clientId: "c", clientSecret: plant("client secret") } },
      signed: { url, auth: { type: "client-credentials", clientId: "c", privateKey: pem, algorithm: "ES256" } },
      enterprise: {
        url,
        auth: {
          ...{ type: "enterprise", clientId: "c", clientSecret: plant("enterprise secret") },
          ...{ idpTokenEndpoint: url, idpClientId: "i", idpClientSecret: plant("identity provider secret") },
          idToken: plant("identity token"),
        },
      },
      workload: { url, auth: { type: "workload", assertion: plant("assertion") } },
      header: { url, headers: { Authorization: `Bearer ${plant("authorization header")}` } },
      cookie: { url, headers: { Cookie: plant("cookie") } },
      address: { url: `${url}?key=\${input:urlKey}`, headers: { "X-Auth-Key": "${secret:headerKey}" } },
      environment: { url, headers: { "X-Api-Key": "${env:ONE}" } },
      tls: { url: url.replace("http:", "https:"), tls: { passphrase: plant("passphrase") } },
    };
    const definitions = Object.entries(given).map(([id, config]) =>
      definition(id, { entry: { kind: "valid", config: config as never } }),
    );
    composed.hub.configure(definitions);
    await composed.hub.ready();

    const own = [...planted].flatMap(([name, secret]) =>
      encodings.map((encode, at) => [`${name} (${at})`, encode(secret)] as const),
    );
    for (const [name, text] of [...own, ...secretShapes]) planted.set(name, text);
    for (const [name, text] of [
      ["pattern", "EMP-4711"],
      ["literal pattern", "Nightfall 7"],
    ] as const)
      planted.set(name, text);
    // What stands around a secret is a witness: it must arrive where the secret must not.
    texts = [...planted.values()].map((text, n) => `witness${n}< ${text} >`);
    const file = join(folder, "texts.json");
    await writeFile(file, JSON.stringify(texts));
    const parrot = { command: process.execPath, args: ["test/support/parrotServer.mjs", file], cwd: process.cwd() };
    composed.hub.configure([...definitions, definition("parrot", { entry: { kind: "valid", config: parrot } })]);
    await composed.hub.connect("parrot");
    await composed.pins.settled();
    for (const n of texts.keys()) {
      note("results in the panel", panelContent(await call("say", n)));
      await call("fail", n).then(
        () => assert.fail("it fails"),
        (error) => note("errors", error.message),
      );
    }
    await call("turn", 0);
    await until("the tools changed", () => composed.pins.changes("parrot").length === texts.length);
    for (const subject of composed.pins.changes("parrot")) {
      const { before, after, digest } = composed.pins.review("parrot", subject) ?? assert.fail("nothing to review");
      note("comparisons", definitionText(before, digest));
      note("comparisons", definitionText(after, digest));
      await composed.pins.accept("parrot", subject, digest);
    }
    note("notifications", composed.hub.notifications.history());
    note("view", stream.view);
    servers = stream.view.servers.map(({ id }) => id);
    const facts = { versions: {}, home: homedir(), options: { ...defaultOptions, redact: ["EMP-*", "Nightfall 7"] } };
    note(
      "bugReport",
      bugReport({
        ...{ at: Date.now(), ...facts, view: stream.view, events: history.events },
        definitions: servers.map((id) => composed.hub.definition(id)),
        figures: composed.metrics.figures(Date.now()),
        textsOf: (call) => keptTexts(kept, call),
      }),
    );
    await composed.close();
    await onDisk.close();
    feed.dispose();
    for (const entry of readdirSync(join(folder, "audit"), { withFileTypes: true }))
      if (entry.isFile()) note("audit", readFileSync(join(entry.parentPath, entry.name), "utf8"));
    for (const [key, value] of mapOf(state)) note(`state`, [key, value]);
  });
  after(async () => {
    await composed.close();
    web.close();
    await rm(folder, { recursive: true, force: true });
    knownSecrets.clear();
    if (earlier === undefined) delete process.env.MCP_HUB_SHELL_ENV;
    else process.env.MCP_HUB_SHELL_ENV = earlier;
  });

  /** A token that a program prints is a word. */
  const plantToken = (): string => {
    const token = `token.${randomUUID()}`;
    planted.set("token of a program", token);
    return token;
  };

  it("is one of at least twenty, each also encoded", () => {
    assert.ok(planted.size >= 80, `${planted.size}`);
    assert.ok([...planted.keys()].filter((name) => name.endsWith("(0)")).length >= 20, [...planted.keys()].join());
  });

  for (const place of [
    ...["events", "log", "panel", "results in the panel", "errors", "audit", "comparisons", "state"],
    ...["notifications", "history on disk"],
  ])
    it(`does not stand in: ${place}`, () => {
      const all = (wrote.get(place) ?? []).join("\n");
      const missing = texts.flatMap((_, n) => (all.includes(`witness${n}<`) ? [] : [n]));
      assert.deepEqual(missing, [], "everything else that was said is there");
      const found = [...planted].filter(
        ([, secret]) => all.includes(secret) || all.includes(JSON.stringify(secret).slice(1, -1)),
      );
      assert.deepEqual(
        found.map(([name]) => name),
        [],
      );
    });

  it("does not stand in a bug report, which has every server and neither arguments nor results", () => {
    const [text = ""] = wrote.get("bugReport") ?? [];
    const { servers: described, log } = JSON.parse(text);
    assert.deepEqual(
      described.map(({ server }: { server: string }) => server),
      servers,
    );
    assert.ok(servers.length > 15 && log.length > texts.length, `${servers.length} servers, ${log.length} records`);
    for (const [name, secret] of planted)
      assert.ok(!text.includes(secret) && !text.includes(JSON.stringify(secret).slice(1, -1)), name);
    assert.equal(/.{60}witness\d+.{30}/.exec(text)?.[0], undefined);
  });

  it("does not stand anywhere else", () => {
    const all = [...wrote.values()].flat().join("\n");
    assert.deepEqual(
      [...planted].filter(([, secret]) => all.includes(secret)).map(([name]) => name),
      [],
    );
  });
});

function mapOf(state: MemoryState): Map<string, unknown> {
  const values: unknown = Reflect.get(state, "values");
  assert.ok(values instanceof Map);
  return values;
}
