import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SessionAsk } from "../../../src/core/auth/editorSessions";
import type { AuthConfig, AuthOf } from "../../../src/core/config/schema/authConfig";
import { systemClock } from "../../../src/core/kernel/clock";
import { apiKey } from "../../../src/mcp/auth/authorizations";
import { fileLock } from "../../../src/mcp/oauth/fileLock";
import { secretMask } from "../../../src/mcp/wire/secretMask";
import { noAbort, openLinks } from "../../support/openLinks";
import { serverSignIns } from "../../support/serverSignIns";
import { httpPlan, signInWorld, type WorldOptions } from "../../support/signInWorld";

describe("other ways to be let in", function () {
  this.timeout(20_000);
  const open = openLinks();
  const seen: { url: string; authorization: string | undefined; key: string | undefined }[] = [];
  let accepts = (_: (typeof seen)[number]) => true;
  let folder = "";
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const key = request.headers["x-api-key"];
    const one = { url: request.url ?? "", authorization: request.headers.authorization, key: String(key ?? "") };
    seen.push(one);
    if (!accepts(one)) return response.writeHead(401).end();
    if (request.method !== "POST") return response.writeHead(405).end();
    const { id, method } = JSON.parse(body);
    if (id === undefined) return response.writeHead(202).end();
    const result = { protocolVersion: "2025-06-18", capabilities: {}, serverInfo: { name: "any", version: "1" } };
    const error = { code: -32601, message: "Method not found" };
    response.writeHead(200, { "content-type": "application/json" });
    return response.end(JSON.stringify({ jsonrpc: "2.0", id, ...(method === "initialize" ? { result } : { error }) }));
  });
  before(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  after(() => server.close());
  beforeEach(async () => {
    seen.length = 0;
    accepts = () => true;
    folder = await mkdtemp(join(tmpdir(), "hub-methods-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const address = () => {
    const at = server.address();
    return `http://127.0.0.1:${typeof at === "object" && at ? at.port : 0}/mcp?a=1`;
  };
  const connect = (auth?: AuthConfig, options: WorldOptions = {}) => {
    const { authorizations } = signInWorld(options);
    return open(httpPlan(address(), auth), { authorize: authorizations.of });
  };
  /** The same, as the person's commands do it. */
  const person = (auth: AuthConfig, options: WorldOptions = {}) => {
    const world = serverSignIns({ web: { url: address(), auth } }, options);
    return {
      signIns: world.signIns,
      signIn: (another?: boolean) => world.signIns.signIn("web", noAbort(), another),
      connect: () => open(httpPlan(address(), auth), { authorize: world.authorizations.of }),
    };
  };
  const all = (key: keyof (typeof seen)[number]) => [...new Set(seen.map((one) => one[key]))];

  const rows: [name: string, auth: AuthConfig, key: keyof (typeof seen)[number], sent: string][] = [
    ["a bearer token", { type: "bearer", token: "t0ken-value" }, "authorization", "Bearer t0ken-value"],
    ["another scheme", { type: "bearer", token: "t0ken-value", scheme: "token" }, "authorization", "token t0ken-value"],
    ["a name and a password", { type: "basic", username: "ä", password: "b:c" }, "authorization", "Basic w6Q6Yjpj"],
    ["a key in a header", { type: "api-key", value: "k3y-value" }, "key", "k3y-value"],
    ["a key in the address", { type: "api-key", query: "key", value: "k3y&value" }, "url", "/mcp?a=1&key=k3y%26value"],
  ];
  for (const [name, auth, key, sent] of rows)
    it(`${name} goes with each request`, async () => {
      await connect(auth);
      assert.deepEqual(all(key), [sent]);
    });

  it("a key in the address is masked as the request line has it, whatever characters it holds", async () => {
    const value = "k3y~with!all(of)them'*and 2 words&more+%";
    const auth = apiKey({ query: "key", value });
    const { url } = await auth.credentials({ method: "GET", url: new URL("http://h/mcp") }, undefined);
    const line = `GET ${url?.pathname}${url?.search}`;
    assert.match(line, /k3y%7Ewith%21/);
    assert.equal(secretMask([value], auth.secrets).text(line), `GET /mcp?key=${secretMask([value]).text(value)}`);
  });

  it("an entry with a header of its own, or without any sign-in, is not signed in to", async () => {
    accepts = () => false;
    await assert.rejects(connect({ type: "none" }), { code: "needs-auth", message: /HTTP 401/ });
    assert.ok(seen.every(({ url }) => url.startsWith("/mcp")));
  });

  /** A program that prints its line number of runs, or does what `body` says. */
  const program = async (body: string): Promise<AuthOf<"command">> => {
    const file = join(folder, "signIn.cjs");
    const count = `const fs=require("fs");const f=${JSON.stringify(join(folder, "runs"))};fs.appendFileSync(f,"x");const runs=fs.readFileSync(f,"utf8").length;`;
    await writeFile(file, count + body);
    return { type: "command", command: process.execPath, args: [file] };
  };
  const runs = async () => (await readFile(join(folder, "runs"), "utf8")).length;

  it("a program prints the token: it runs when the server connects, and not for each request", async () => {
    await connect(await program("console.log('printed-'+runs)"));
    assert.deepEqual(all("authorization"), ["Bearer printed-1"]);
    assert.equal(await runs(), 1);
  });

  it("the program runs once more after a refusal, and only once for each way to open the connection", async () => {
    accepts = ({ authorization }) => authorization === "Bearer printed-2";
    await connect(await program("console.log('printed-'+runs)"));
    assert.equal(await runs(), 2);
    accepts = () => false;
    await assert.rejects(connect(await program("console.log('printed-'+runs)")), { code: "needs-auth" });
    // Twice for the question about the revision. The handshake is tried too, with what was printed last, and once more.
    assert.equal(await runs(), 5);
  });

  it("a program may only have to succeed, like a corporate sign-in", async () => {
    await connect({ ...(await program("console.log('welcome, your key is s3cret')")), output: "none" });
    assert.deepEqual(all("authorization"), [undefined]);
    assert.equal(await runs(), 1);
  });

  it("a check that says that the person is signed in stands in for the program, until the server refuses", async () => {
    const auth = (code: number): Promise<AuthOf<"command">> =>
      program("").then((one) => ({
        ...one,
        output: "none",
        check: {
          command: process.execPath,
          args: [
            "-e",
            `require("fs").appendFileSync(${JSON.stringify(join(folder, "checks"))},"x");process.exit(${code})`,
          ],
        },
      }));
    const checks = async () => (await readFile(join(folder, "checks"), "utf8")).length;
    await connect(await auth(0));
    await assert.rejects(runs(), { code: "ENOENT" });
    assert.equal(await checks(), 1);
    await connect(await auth(1));
    assert.deepEqual([await runs(), await checks()], [1, 2]);
    accepts = () => seen.length > 1;
    seen.length = 0;
    await connect(await auth(0));
    assert.deepEqual([await runs(), await checks()], [2, 3]);
  });

  it("a check that is not there is an error of its own, and the program does not run", async () => {
    const auth = { ...(await program("")), output: "none", check: { command: join(folder, "missing") } } as const;
    await assert.rejects(connect(auth), {
      code: "needs-auth",
      message: /^The program that checks the sign-in of "web" could not be started \(ENOENT\)\..*"auth\.check"/,
    });
    await assert.rejects(runs(), { code: "ENOENT" });
  });

  const failures: [body: string, words: RegExp][] = [
    ["console.log('s3cret-output');process.exit(3)", /ended with exit code 3/],
    ["console.log('two words s3cret')", /printed something that is not a token/],
    ["setInterval(()=>{},1000)", /took longer than 1 second/],
  ];
  for (const [body, words] of failures)
    it(`a failed program is reported without its output: ${words}`, async () => {
      const timeoutSeconds = body.startsWith("setInterval") ? 1 : 15;
      const failure = connect({ ...(await program(body)), timeoutSeconds });
      await assert.rejects(failure, (error: Error) => words.test(error.message) && !/s3cret/.test(error.message));
    });

  it("a program that is not there", async () => {
    await assert.rejects(connect({ type: "command", command: join(folder, "missing") }), {
      code: "needs-auth",
      message: /could not be started \(ENOENT\)/,
    });
  });

  it("the editor's own sign-in gives the token, and a new one after a refusal", async () => {
    const asked: unknown[] = [];
    const sessions = {
      token: async (...question: unknown[]) => `editor-token-${asked.push(question)}`,
    };
    accepts = ({ authorization }) => authorization === "Bearer editor-token-2";
    await connect({ type: "editor", provider: "github", scopes: ["repo"] }, { sessions });
    assert.deepEqual(asked, [
      ["github", ["repo"], "silent"],
      ["github", ["repo"], "silent"],
    ]);
  });

  it("a token of the editor's own sign-in that was refused is replaced when the person signs in, and only that one", async () => {
    const asked: string[] = [];
    let number = 1;
    const sessions = {
      token: async (_provider: string, _scopes: readonly string[], ask: SessionAsk) => {
        asked.push(ask);
        if (ask === "renew" || ask === "another") number++;
        return `editor-token-${number}`;
      },
    };
    const { signIn, connect } = person({ type: "editor", provider: "github" }, { sessions });
    assert.equal(await signIn(), "github");
    await connect();
    assert.equal(number, 1, asked.join(" "));
    accepts = ({ authorization }) => authorization === "Bearer editor-token-2";
    await assert.rejects(connect(), {
      code: "needs-auth",
      message: /does not accept the token of the sign-in "github" of the editor.*Sign In/,
    });
    asked.length = 0;
    await signIn();
    assert.deepEqual(asked, ["silent", "renew"]);
    await connect();
    await signIn(true);
    assert.equal(asked.at(-1), "another");
  });

  it("reports that the person declined to sign in to the editor", async () => {
    const sessions = { token: () => Promise.reject(new Error("User did not consent to login.")) };
    await assert.rejects(person({ type: "editor", provider: "github" }, { sessions }).signIn(), {
      code: "needs-auth",
      message: /Signing in to "web" failed: User did not consent to login\./,
    });
  });

  it("the next connection after Sign In runs the program again, without a question", async () => {
    const { signIn, connect } = person(await program("console.log('printed-'+runs)"));
    await connect();
    await connect();
    assert.equal(await runs(), 1);
    assert.equal(await signIn(), undefined);
    await connect();
    assert.equal(await runs(), 2);
    assert.deepEqual(all("authorization"), ["Bearer printed-1", "Bearer printed-2"]);
  });

  const withoutPerson: readonly AuthConfig[] = [
    { type: "bearer", token: "t0ken-value" },
    { type: "api-key", value: "k3y-value" },
    { type: "basic", username: "ada", password: "passw0rd" },
    { type: "client-credentials", clientId: "c", clientSecret: "s3cret" },
    { type: "workload", assertion: "assertion" },
    { type: "none" },
  ];
  for (const auth of withoutPerson)
    it(`Sign In asks no question with ${auth.type}, and does not fail`, async () => {
      const { signIns, signIn } = person(auth);
      assert.equal(await signIns.method("web", noAbort()), auth.type);
      assert.equal(await signIn(), undefined);
    });

  it("reports that the person must sign in to the editor first", async () => {
    const sessions = { token: async () => undefined };
    await assert.rejects(connect({ type: "editor", provider: "github" }, { sessions }), {
      code: "needs-auth",
      message: /the sign-in "github" of the editor.*Sign In/,
    });
  });

  it("takes over the lock of a window that is gone, and waits for one that is alive", async () => {
    const lock = fileLock({ folder, clock: systemClock, staleMs: 2000, waitMs: 5000 });
    let file = "";
    await lock("name", async () => {
      file = join(folder, (await readdir(folder)).find((one) => one.endsWith(".lock")) ?? "");
    });
    await writeFile(file, "");
    await utimes(file, Date.now() / 1000 - 60, Date.now() / 1000 - 60);
    assert.equal(await lock("name", async ({ generation }) => generation), 0);

    const order: string[] = [];
    const other = fileLock({ folder, clock: systemClock, staleMs: 2000, waitMs: 5000 });
    let second: Promise<unknown> = Promise.resolve();
    await lock("name", async (turn) => {
      second = other("name", async ({ generation }) => order.push(`second sees ${generation}`));
      await new Promise((resolve) => setTimeout(resolve, 200));
      await turn.announce(7);
      order.push("first out");
    });
    await second;
    assert.deepEqual(order, ["first out", "second sees 7"]);
  });
});
