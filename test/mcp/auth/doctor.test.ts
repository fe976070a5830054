import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { DoctorStep } from "../../../src/core/auth/signIns";
import { FakeClock } from "../../support/fakeClock";
import { noAbort } from "../../support/openLinks";
import { serverSignIns } from "../../support/serverSignIns";
import { type Behavior, type SignInServer, startSignInServer } from "../../support/signInServer";

describe("the Sign-in Doctor", function () {
  this.timeout(20_000);
  let server: SignInServer;
  beforeEach(async () => {
    server = await startSignInServer();
  });
  afterEach(() => server.stop());

  const begin = () => serverSignIns({ web: { url: server.url } });
  type World = ReturnType<typeof begin>;
  const look = async ({ signIns }: Pick<World, "signIns">): Promise<DoctorStep[]> => {
    const steps: DoctorStep[] = [];
    for await (const step of signIns.diagnose("web", noAbort())) steps.push(step);
    return steps;
  };
  const outcomes = (steps: readonly DoctorStep[]) => steps.map(({ name, outcome }) => `${name} ${outcome}`);
  const failedAt = (steps: readonly DoctorStep[]) => steps.find(({ outcome }) => outcome === "failed");
  const fails = ({ signIns }: World) => assert.rejects(signIns.signIn("web", noAbort()), { code: "needs-auth" });
  const register = (status: number) => {
    server.behavior.answers["/register"] = (response) => response.writeHead(status).end();
  };

  it("finds every step good once an account is signed in", async () => {
    const world = begin();
    await world.signIns.signIn("web", noAbort());
    assert.deepEqual(outcomes(await look(world)), [
      "Method ok",
      "Metadata ok",
      "Registration ok",
      "Authorization ok",
      "Token ok",
      "Call ok",
    ]);
  });

  const rows: [step: string, change: Partial<Behavior>, words: RegExp][] = [
    ["Metadata", { metadata: { issuer: "https://other.example" } }, /came from a different sign-in service/],
    ["Authorization", { consent: "deny" }, /The last sign-in stopped here.*access was denied in the browser/],
    [
      "Token",
      { tokenFailures: [{ status: 400, body: { error: "invalid_grant", error_description: "used up" } }] },
      /The last sign-in stopped here.*refused it: used up/,
    ],
  ];
  for (const [step, change, words] of rows)
    it(`reports that a sign-in stopped at ${step.toLowerCase()}, and why`, async () => {
      Object.assign(server.behavior, change);
      const world = begin();
      await fails(world);
      const steps = await look(world);
      assert.equal(failedAt(steps)?.name, step);
      assert.match(failedAt(steps)?.text ?? "", words);
      const after = steps.slice(steps.findIndex(({ name }) => name === step) + 1);
      assert.ok(after.every(({ outcome }) => outcome === "skipped"));
    });

  it("reports that the last sign-in failed at metadata that is good by now", async () => {
    server.behavior.metadata = { token_endpoint: "http://sign-in.example/token" };
    const world = begin();
    await fails(world);
    server.behavior.metadata = {};
    const [, metadata] = await look(world);
    assert.equal(metadata?.outcome, "ok");
    assert.match(
      metadata?.text ?? "",
      /The last sign-in still stopped here: .*the token_endpoint of its sign-in service/,
    );
  });

  it("reports that a sign-in stopped at registration, which the metadata promises, without referring to the doctor", async () => {
    register(403);
    const world = begin();
    await fails(world);
    const steps = await look(world);
    assert.deepEqual(outcomes(steps).slice(2), [
      "Registration failed",
      "Authorization skipped",
      "Token skipped",
      "Call skipped",
    ]);
    assert.match(failedAt(steps)?.text ?? "", /did not register the hub \(HTTP 403\). Write a "clientId"/);
    assert.doesNotMatch(failedAt(steps)?.text ?? "", /Doctor/);
  });

  it("reports at the call that the server refuses the new token", async () => {
    const world = begin();
    await world.signIns.signIn("web", noAbort());
    server.behavior.answers["/mcp"] = (response) => response.writeHead(403).end();
    const steps = await look(world);
    assert.deepEqual(outcomes(steps).slice(4), ["Token ok", "Call failed"]);
    assert.match(failedAt(steps)?.text ?? "", /refuses the credential \(HTTP 403\)/);
  });

  it("reports why a server cannot be called at all, by its name", async () => {
    const { signIns } = serverSignIns({ web: { url: "http://127.0.0.1:1/mcp", auth: { type: "bearer", token: "t" } } });
    const steps = await look({ signIns });
    assert.match(
      failedAt(steps)?.text ?? "",
      /^"web" cannot be reached: nothing listens at 127\.0\.0\.1:1\. Start the server/,
    );
  });

  it("waits for a server that is silent no longer than a limit", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    try {
      await once(silent, "listening");
      const { port } = silent.address() as AddressInfo;
      const clock = new FakeClock();
      const url = `http://127.0.0.1:${port}/mcp`;
      const { signIns } = serverSignIns({ web: { url, auth: { type: "bearer", token: "t" } } }, { clock });
      const asked = once(silent, "request");
      const looked = look({ signIns });
      await asked;
      clock.pass(20_000);
      assert.match(failedAt(await looked)?.text ?? "", /^"web" did not answer at .* within 20 seconds\. See its log/);
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });

  it("goes on where an account is signed in from before, and forgets the failure with the next success", async () => {
    const world = begin();
    await world.signIns.signIn("web", noAbort());
    server.behavior.consent = "deny";
    await fails(world);
    assert.deepEqual(outcomes(await look(world)).slice(3), ["Authorization failed", "Token ok", "Call ok"]);
    server.behavior.consent = "allow";
    await world.signIns.signIn("web", noAbort());
    assert.equal(failedAt(await look(world)), undefined);
  });

  it("keeps no secret of a sign-in that failed", async () => {
    const world = begin();
    server.behavior.answers["/token"] = (response) => {
      const [sent] = server.requestsTo("/token").slice(-1);
      response.writeHead(400, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: "invalid_request", error_description: sent?.body.replace(/[&=]/g, " ") }));
    };
    await fails(world);
    const { form } = server.requestsTo("/token")[0] ?? {};
    const text = failedAt(await look(world))?.text ?? "";
    assert.match(text, /grant_type authorization_code/);
    for (const name of ["code", "code_verifier"]) assert.ok(!text.includes(form?.get(name) ?? ""), text);
  });

  it("finds metadata that only the server's refusal names, before anyone has signed in", async () => {
    const other = await startSignInServer();
    const known = "/.well-known/oauth-protected-resource/mcp";
    const { answers } = server.behavior;
    for (const path of [known, "/.well-known/oauth-authorization-server"])
      answers[path] = (response) => response.writeHead(404).end();
    answers["/meta"] = (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ resource: server.url, authorization_servers: [other.issuer] }));
    };
    answers["/mcp"] = (response) =>
      response.writeHead(401, { "www-authenticate": `Bearer resource_metadata="${server.issuer}/meta"` }).end();
    const [, metadata] = await look(begin());
    await other.stop();
    assert.equal(metadata?.outcome, "ok");
    assert.ok(metadata?.text.includes(`names the sign-in service ${other.issuer}`), metadata?.text);
  });
});
