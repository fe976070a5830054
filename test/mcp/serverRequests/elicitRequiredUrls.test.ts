import assert from "node:assert/strict";
import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/client";
import { systemClock } from "../../../src/core/kernel/clock";
import {
  type ClientFeatures,
  noSupport,
  type UrlAnswer,
  type UrlAsk,
} from "../../../src/core/questions/clientFeatures";
import { noClientFeatures } from "../../../src/core/questions/noClientFeatures";
import { elicitRequiredUrls } from "../../../src/mcp/serverRequests/elicitRequiredUrls";
import { KeepAlive } from "../../../src/mcp/serverRequests/keepAlive";
import { secretMask } from "../../../src/mcp/wire/secretMask";
import { aClient } from "../../support/callFixture";
import { noAbort } from "../../support/openLinks";

const required = (elicitations: unknown) =>
  new ProtocolError(ProtocolErrorCode.UrlElicitationRequired, "Open these first.", { elicitations });
const address = (number: number) => ({ mode: "url", message: `Step ${number}`, url: `https://id.test/${number}` });
const addresses = (count: number) => Array.from({ length: count }, (_, index) => address(index + 1));

describe("the addresses that a request requires", () => {
  let visited: UrlAsk[];
  let answers: UrlAnswer[];
  beforeEach(() => {
    visited = [];
    answers = [];
  });
  const visit = (error: unknown, can: Partial<ClientFeatures["can"]> = { urls: true }) =>
    elicitRequiredUrls(
      {
        server: "far",
        clientFeatures: {
          ...noClientFeatures,
          can: { ...noClientFeatures.can, ...can },
          async visit(ask) {
            visited.push(ask);
            return answers.shift() ?? "accept";
          },
        },
        keepAlive: new KeepAlive(systemClock),
        mask: secretMask(["hunter2"]),
        clock: systemClock,
        report: (error) => assert.fail(String(error)),
      },
      noAbort(),
      error,
    );

  it("are opened one after another, in the server's order, and waited for", async () => {
    await visit(required(addresses(2)));
    assert.deepEqual(visited, [
      { server: "far", message: "Step 1", url: "https://id.test/1", untilDone: true },
      { server: "far", message: "Step 2", url: "https://id.test/2", untilDone: true },
    ]);
  });

  for (const [count, opened] of [
    [5, 5],
    [6, 5],
    [1000, 5],
  ] as const)
    it(`are ${opened} where the server lists ${count}`, async () => {
      await visit(required(addresses(count)));
      assert.deepEqual(
        visited.map(({ url }) => url),
        addresses(opened).map(({ url }) => url),
      );
    });

  it("are shown without the secrets of the server's own entry", async () => {
    await visit(required([{ message: "Use hunter2", url: "https://id.test/" }]));
    assert.doesNotMatch(visited[0]?.message ?? "hunter2", /hunter2/);
  });

  for (const no of ["decline", "cancel"] as const)
    it(`end the request at the first ${no}`, async () => {
      answers = ["accept", no];
      await assert.rejects(visit(required(addresses(3))), {
        code: "denied",
        message: '"far" requires you to open an address first, and you declined.',
      });
      assert.equal(visited.length, 2);
    });

  /** The same for a request of a client that opens addresses, which answers so. */
  const relayed = async (action: string) => {
    const asked: unknown[] = [];
    const keepAlive = new KeepAlive(systemClock);
    keepAlive.enter({ answers: aClient("a", { can: { ...noSupport, urls: true } }) });
    const clientFeatures: ClientFeatures = {
      ...noClientFeatures,
      can: { ...noSupport, urls: true },
      visit: () => assert.fail("nobody here is asked"),
      async relay(question, to) {
        asked.push([to.key, question]);
        return { action };
      },
    };
    const report = (error: unknown) => assert.fail(String(error));
    const context = { server: "far", clientFeatures, keepAlive, mask: secretMask(), clock: systemClock, report };
    const error = required([{ ...address(1), elicitationId: "e1" }]);
    await elicitRequiredUrls(context, noAbort(), error);
    return asked;
  };

  it("are for the client whose request it was, where it opens addresses", async () => {
    const params = { ...address(1), elicitationId: "e1" };
    assert.deepEqual(await relayed("accept"), [["a", { server: "far", method: "elicitation/create", params }]]);
    await assert.rejects(relayed("decline"), { code: "denied" });
  });

  const others: [what: string, error: unknown, can?: Partial<ClientFeatures["can"]>][] = [
    ["where nobody can open one", required(addresses(1)), { urls: false }],
    ["of another error", new ProtocolError(ProtocolErrorCode.InternalError, "No.", { elicitations: addresses(1) })],
    ["of a failure that is not the server's", new Error("lost")],
    ["that are not a list", required({ 0: address(1) })],
    ["that are an empty list", required([])],
    ["without an address", required([{ message: "Open it" }, null, "https://id.test/"])],
    ["without a message", required([{ url: "https://id.test/" }])],
  ];
  for (const [what, error, can] of others)
    it(`are not opened ${what}: the failure stays as it is`, async () => {
      await assert.rejects(visit(error, can), (thrown) => thrown === error);
      assert.deepEqual(visited, []);
    });
});
