import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { ComposedHub } from "../src/composedHub";
import { composeHub } from "../src/composeHub";
import { processLock } from "../src/core/auth/lock";
import { readConfiguration } from "../src/core/config/reading/configuration";
import { readServers } from "../src/core/config/reading/readServers";
import { defaultOptions } from "../src/core/config/schema/settings";
import type { AskLaunch, WaitingServer } from "../src/core/consent/launchQuestions";
import { systemClock } from "../src/core/kernel/clock";
import { noClientFeatures } from "../src/core/questions/noClientFeatures";
import { MemorySecrets, MemoryState } from "../src/headless/memoryState";
import { loopbackRedirect } from "../src/mcp/oauth/loopbackRedirect";
import type { HubEvent } from "../src/protocol/hubEvent";
import { repository } from "./host/paths.mjs";
import { until } from "./support/until";

const fixture = join(repository, "test/support/fixtureServer.mjs");

/** A question that waits for its answer. */
interface Asked {
  readonly servers: readonly WaitingServer[];
  readonly signal: AbortSignal;
  answer(...servers: readonly string[]): void;
}

/** Real programs, a real listener, and a person who is asked. */
describe("what a workspace configures", () => {
  let folder: string;
  let listener: Server;
  let url: string;
  let requests: string[];
  let tokens: string[];
  let secretReads: string[];
  let composed: ComposedHub;
  let asked: Asked[];
  let events: HubEvent[];
  let state: { workspace: MemoryState; always: MemoryState };
  const earlier = process.env.MCP_HUB_SHELL_ENV;

  before(async () => {
    process.env.MCP_HUB_SHELL_ENV = "0";
    listener = createServer((request, response) => {
      requests.push(request.headers.authorization ?? "nothing");
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    const address = listener.address();
    url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/mcp`;
  });
  after(() => {
    listener.close();
    if (earlier === undefined) delete process.env.MCP_HUB_SHELL_ENV;
    else process.env.MCP_HUB_SHELL_ENV = earlier;
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-launches-"));
    [requests, tokens, secretReads, asked, events] = [[], [], [], [], []];
    state = { workspace: new MemoryState(), always: new MemoryState() };
    open();
  });
  afterEach(async () => {
    await composed.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ask: AskLaunch = (servers, signal) =>
    new Promise((resolve) => {
      const answer = (...allowed: readonly string[]) =>
        resolve(servers.filter(({ server }) => allowed.includes(server)).map(({ digest }) => digest));
      asked.push({ servers, signal, answer });
    });

  function open(canAsk = true): void {
    const stored = new MemorySecrets();
    const secrets = {
      get: async (key: string) => {
        secretReads.push(key);
        return stored.get(key);
      },
      set: (key: string, value: string) => stored.set(key, value),
      delete: (key: string) => stored.delete(key),
    };
    composed = composeHub({
      clock: systemClock,
      options: () => ({ ...defaultOptions, connectAttempts: 1 }),
      report: (error) => assert.fail(String(error)),
      secrets: new MemorySecrets(),
      state,
      lock: processLock(),
      network: () => ({}),
      signIn: {
        redirects: { loopback: loopbackRedirect },
        sessions: {
          token: async (provider) => {
            tokens.push(provider);
            return "the-token-of-the-person";
          },
        },
      },
      variables: {
        variableContext: {
          env: (name) => process.env[name],
          userHome: folder,
          pathSeparator: "/",
          workspaceFolder: () => folder,
          readFile: async () => "",
        },
        secrets,
        parseEnv,
        ask: async ({ name }) => {
          secretReads.push(`asked for ${name}`);
          return "typed";
        },
      },
      clientFeatures: () => noClientFeatures,
      ask: () => async () => ({ allow: false }),
      ...(canAsk && { askLaunch: () => ask }),
    });
    composed.stream.onEvent((event) => events.push(event));
  }

  const configure = (workspace: object, user: object = {}) =>
    composed.hub.configure(
      readConfiguration(
        [
          { location: { scope: "user" }, values: { servers: user } },
          { location: { scope: "workspace", source: folder }, values: { servers: workspace } },
        ],
        true,
      ).definitions,
    );
  /** A program that leaves a trace before anything else. */
  const program = (name: string, more: object = {}) => ({
    command: process.execPath,
    args: [
      "-e",
      `require("node:fs").writeFileSync(${JSON.stringify(trace(name))}, ""); process.argv.splice(1, 0, ""); import(${JSON.stringify(fixture)})`,
    ],
    ...more,
  });
  const trace = (name: string) => join(folder, `${name}.trace`);
  const stateOf = (server: string) => composed.stream.view.servers.find(({ id }) => id === server)?.state;
  const waits = (server: string) => until(`${server} waits`, async () => stateOf(server)?.kind === "needs-consent");
  const isReady = (server: string) => until(`${server} is ready`, async () => stateOf(server)?.kind === "ready");
  const question = async (number: number) => {
    const one = await until(`question ${number} is asked`, async () => asked[number - 1] ?? false);
    return one;
  };
  const names = ({ servers }: Asked) => servers.map(({ server }) => server);

  it("is asked about in one question, and nothing of it starts, is contacted or read before", async () => {
    configure({
      one: program("one"),
      two: program("two", { env: { KEY: "${secret:key}", NAME: "${input:name}" } }),
      web: { url, auth: { type: "editor", provider: "github", scopes: ["repo"] } },
      tool: {
        url,
        auth: {
          type: "command",
          command: process.execPath,
          args: ["-e", `require("fs").writeFileSync(${JSON.stringify(trace("tool"))}, "")`],
        },
      },
    });
    for (const server of ["one", "two", "web", "tool"]) await waits(server);
    const first = await question(1);
    assert.deepEqual(names(first), ["one", "two", "web", "tool"]);
    for (const server of ["one", "web"]) {
      await assert.rejects(composed.hub.connect(server), {
        code: "needs-consent",
        message: /waits until you allow it/,
      });
      await assert.rejects(composed.signIns.method(server, first.signal), { code: "needs-consent" });
    }
    assert.equal(asked.length, 1);
    assert.deepEqual(
      [existsSync(trace("one")), existsSync(trace("two")), existsSync(trace("tool"))],
      [false, false, false],
    );
    assert.deepEqual([requests, tokens, secretReads], [[], [], []]);

    first.answer("one", "web");
    await isReady("one");
    await until("the address is asked", async () => requests.includes("Bearer the-token-of-the-person"));
    assert.deepEqual(tokens, ["github"]);
    await waits("two");
    assert.ok(!existsSync(trace("two")) && !existsSync(trace("tool")));
    assert.deepEqual(secretReads, []);
    assert.deepEqual(
      events.flatMap((event) => (event.type === "launch.decided" ? [`${event.server} ${event.answer}`] : [])),
      ["one allowed", "two refused", "web allowed", "tool refused"],
    );
  });

  it("is asked about in a followed file, and again for each change of what runs", async () => {
    const follow = (servers: object) =>
      composed.hub.configure(
        readConfiguration([], true, [readServers(servers, { scope: "followed", source: "/home/ann/.cursor/mcp.json" })])
          .definitions,
      );
    follow({ one: program("one") });
    await waits("one");
    const first = await question(1);
    assert.deepEqual(
      first.servers.map(({ server, why }) => [server, why]),
      [["one", "followed"]],
    );
    assert.ok(!existsSync(trace("one")));
    first.answer("one");
    await isReady("one");
    assert.deepEqual(
      composed.launches.consent.list().map(({ server, why, holds }) => [server, why, holds]),
      [["one", "followed", true]],
    );
    assert.equal(state.workspace.get("mcpHub.launches"), undefined, "it holds in every workspace");
    follow({ one: program("other") });
    await waits("one");
    assert.deepEqual(names(await question(2)), ["one"]);
    assert.ok(!existsSync(trace("other")));
    await rm(trace("one"));
    follow({ one: program("one", { env: { A: "1" } }) });
    await waits("one");
    assert.ok(!existsSync(trace("one")));
    follow({ one: program("one") });
    await isReady("one");
  });

  it("is not asked about again when it starts again, nor in the next window", async () => {
    configure({ one: program("one"), two: program("two") });
    (await question(1)).answer("one");
    await isReady("one");
    await composed.hub.restart("one");
    await isReady("one");
    await composed.close();
    open();
    configure({ one: program("one"), two: program("two") });
    await isReady("one");
    await waits("two");
    assert.equal(composed.launches.review(), 1);
    const again = await question(2);
    assert.deepEqual(names(again), ["two"]);
    again.answer("two");
    await isReady("two");
  });

  it("is asked about again once its entry changes, even where the change restarts nothing", async () => {
    configure({ one: program("one") });
    (await question(1)).answer("one");
    await isReady("one");
    configure({ one: program("other") });
    (await question(2)).answer("one");
    await isReady("one");
    await until("it is the other program", async () => existsSync(trace("other")));
    configure({ one: program("other", { pin: "off" }) });
    await waits("one");
    assert.deepEqual(names(await question(3)), ["one"]);
    configure({ one: program("other") });
    await until("nothing is asked", async () => asked[2]?.signal.aborted ?? false);
    await composed.hub.connect("one");
  });

  it("leaves the screen with its entry, and comes with those that are left", async () => {
    configure({ one: program("one"), two: program("two") });
    const first = await question(1);
    configure({ two: program("two") });
    const second = await question(2);
    assert.ok(first.signal.aborted);
    assert.deepEqual(names(second), ["two"]);
    first.answer("one", "two");
    configure({});
    await until("the question is gone", async () => second.signal.aborted);
    assert.ok(!existsSync(trace("two")));
  });

  it("asks for the token of an account in the person's own entry too, and runs everything else of theirs", async () => {
    const own = { url, auth: { type: "editor", provider: "github" } };
    configure({}, { mine: program("mine"), own });
    await isReady("mine");
    await waits("own");
    assert.deepEqual([names(await question(1)), tokens, requests], [["own"], [], []]);
    asked[0]?.answer("own");
    await until("the token is sent", async () => requests.includes("Bearer the-token-of-the-person"));
    configure({}, { own: { ...own, url: `${url}/other` } });
    assert.deepEqual(names(await question(2)), ["own"]);
  });

  it("asks where a workspace puts its own program in the place of a person's server", async () => {
    configure({}, { mine: program("mine") });
    await isReady("mine");
    configure({ mine: program("theirs") }, { mine: program("mine") });
    await waits("mine");
    assert.deepEqual(names(await question(1)), ["mine"]);
    assert.ok(!existsSync(trace("theirs")));
  });

  it("holds a replica that the workspace names, where the first address fails", async () => {
    configure({ web: { url: `${url}/gone`, replicas: [program("replica")] } });
    (await question(1)).answer();
    await waits("web");
    await assert.rejects(composed.hub.connect("web"), { code: "needs-consent" });
    assert.ok(!existsSync(trace("replica")));
    assert.deepEqual(requests, []);
  });

  it("ends when what was allowed is taken back, and waits until the person asks for the question", async () => {
    configure({ one: program("one") });
    (await question(1)).answer("one");
    await isReady("one");
    const [listed] = composed.launches.consent.list();
    assert.ok(listed?.holds);
    assert.equal(listed.server, "one");
    await composed.launches.consent.revoke(listed);
    await waits("one");
    assert.equal(asked.length, 1);
    assert.deepEqual(composed.launches.consent.list(), []);
    assert.equal(composed.launches.review("one"), 1);
    (await question(2)).answer("one");
    await isReady("one");
    await composed.launches.consent.forget();
    assert.deepEqual(names(await question(3)), ["one"]);
    await waits("one");
  });

  it("does not run at all where nobody can be asked", async () => {
    await composed.close();
    open(false);
    configure({ one: program("one") }, { own: { url, auth: { type: "editor", provider: "github" } } });
    await waits("one");
    await waits("own");
    assert.equal(composed.launches.review(), 0);
    assert.deepEqual([existsSync(trace("one")), tokens, requests], [false, [], []]);
  });
});
