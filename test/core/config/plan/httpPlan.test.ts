import assert from "node:assert/strict";
import { protocolChoices } from "../../../../src/core/config/plan/launchPlan";
import { readServers } from "../../../../src/core/config/reading/readServers";
import type { ServerConfig } from "../../../../src/core/config/schema/serverConfig";
import { knownSecrets } from "../../../../src/core/kernel/secrets/knownSecrets";
import { defined, live, world } from "../../../support/planFixture";

const planOf = async (config: ServerConfig, answers: Record<string, string> = {}) => {
  const plan = await world({ answers }).plan(defined(config), live);
  assert.ok(plan.kind !== "stdio");
  return plan;
};
const oauth = { type: "bearer", token: "hunter22" } as const;
const tls = { caFile: "/ca.pem" };

describe("the plan for a server at an address", () => {
  const kinds: [config: ServerConfig & { url: string }, kind: string][] = [
    [{ url: "https://x.example" }, "http"],
    [{ url: "https://x.example", type: "http", auth: oauth, tls }, "http"],
    [{ url: "http://x.example", type: "sse" }, "sse"],
    [{ url: "wss://x.example", headers: { A: "1" }, tls }, "websocket"],
    [{ url: "tcp://127.0.0.1:80" }, "socket"],
    [{ url: "tcp://127.0.0.1:80", headers: {} }, "socket"],
  ];
  for (const [config, kind] of kinds)
    it(`is of the kind ${kind}: ${Object.values(config).map(String).join(" ")}`, async () =>
      assert.equal((await planOf(config)).kind, kind));

  const refused: [config: ServerConfig, why: RegExp][] = [
    [{ url: "ws://x.example", type: "http" }, /"type" belongs to an http or https address/],
    [{ url: "tcp://127.0.0.1:80", type: "sse" }, /"type" belongs to an http or https address/],
    [{ url: "tcp://127.0.0.1:80", headers: { A: "1" } }, /"headers" belong to an HTTP or WebSocket address/],
    [{ url: "ws://x.example", auth: oauth }, /"auth" belongs to an http or https address/],
    [{ url: "tcp://127.0.0.1:80", tls }, /"tls" belongs to an https or wss address/],
    [{ url: "https://x.example", headers: { A: "€" } }, /the header "A" contains a line break or another character/],
    [{ url: "https://x.example", headers: { A: "a\u007fb" } }, /the header "A" contains/],
  ];
  for (const [config, why] of refused)
    it(`is refused: ${JSON.stringify(config)}`, () =>
      assert.rejects(planOf(config), { code: "bad-config", message: why }));

  it("sends what headers may have, without the spaces around it", async () => {
    const { headers } = await planOf({ url: "https://x.example", headers: { A: " a\tb ÿ~ ", B: "" } });
    assert.deepEqual(headers, { A: "a\tb ÿ~", B: "" });
  });

  it("has the variables of a sign-in and of TLS filled in at every depth, and names their secrets", async () => {
    const { auth, tls, secrets } = await planOf(
      {
        url: "https://x.example",
        auth: { type: "oauth", clientSecret: "${input:secret}", parameters: { audience: "${env:TOKEN}" } },
        tls: { keyFile: "${userHome}/k.pem", passphrase: "${input:phrase}" },
      },
      { secret: "hunter22", phrase: "open sesame" },
    );
    assert.deepEqual(auth, { type: "oauth", clientSecret: "hunter22", parameters: { audience: "t0ken" } });
    assert.deepEqual(tls, { keyFile: "/home/me/k.pem", passphrase: "open sesame" });
    assert.deepEqual(secrets, ["hunter22", "open sesame"]);
  });

  it("hides the values of headers that may be credentials, also without their scheme", async () => {
    const headers = {
      Authorization: "Bearer hunter22",
      "X-Own": "abcdef",
      "Accept-Token": "abcdefg",
      "X-Team": "abcde",
    };
    assert.deepEqual((await planOf({ url: "https://x.example", headers })).secrets, [
      "Bearer hunter22",
      "hunter22",
      "abcdef",
    ]);
  });

  it("makes its credentials known, so that they are hidden wherever they turn up", async () => {
    await planOf({ url: "https://x.example", headers: { Authorization: "Bearer written-in-a-plan" } });
    assert.equal(knownSecrets.masked("it says written-in-a-plan.", "•"), "it says •.");
  });

  it("speaks the protocol that the entry names, and no other than there are", async () => {
    const all = ["auto", "legacy", "modern", "2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"];
    assert.deepEqual(protocolChoices, all);
    for (const protocol of protocolChoices)
      assert.equal((await planOf({ url: "https://x.example", protocol })).protocol, protocol);
    const { problems } = readServers({ x: { url: "https://x.example", protocol: "2024-11-06" } }, { scope: "user" });
    assert.equal(problems.length, 1);
  });
});
