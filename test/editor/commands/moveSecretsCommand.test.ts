import assert from "node:assert/strict";
import { cancel } from "../../support/scriptedPerson";
import { names, secretWorld } from "../../support/secretWorld";

describe("the command that moves secrets", () => {
  it("offers the servers with a secret in plain text, but not those of a followed file", async () => {
    const { screen, move } = secretWorld([cancel]);
    await move(undefined);
    assert.deepEqual(names(screen.asked[0]?.items), ["plain"]);
  });

  it("moves what is chosen of those that are all chosen at first", async () => {
    const { screen, done, stored, move } = secretWorld([["API_KEY"]]);
    await move("plain");
    assert.deepEqual(screen.asked[0]?.before, ["API_KEY", "PASSWORD"]);
    assert.deepEqual(screen.asked[0]?.descriptions, ["env.API_KEY", "env.PASSWORD"]);
    assert.deepEqual(done, ["carry plain", ["plain", "${secret:API_KEY}"]]);
    assert.deepEqual([...stored.values()].toSorted(), ["abcd-1234", "kept", "kept"], "the entry's key is another now");
    assert.match(screen.said[0] ?? "", /^1 secret of plain was moved .* refer to \$\{secret:API_KEY\}\./);
  });

  it("counts several, and names one that the command was given", async () => {
    const { screen, move } = secretWorld([["API_KEY", "PASSWORD"]]);
    await move("plain");
    assert.match(screen.said[0] ?? "", /^2 secrets of plain were .* \$\{secret:API_KEY\}, \$\{secret:PASSWORD\}\./);
    const named = secretWorld([]);
    await named.move({ server: "plain", name: "env.PASSWORD" });
    assert.deepEqual(named.done[1], ["plain", "${secret:PASSWORD}"]);
  });

  it("moves nothing after a cancel, or where nothing is chosen", async () => {
    const { screen, done, move } = secretWorld([cancel, []]);
    await move("plain");
    await move("plain");
    assert.deepEqual([done, screen.viewWork], [[], 0]);
  });

  it("says where a server has none", async () => {
    const { screen, move } = secretWorld([]);
    await move("followed");
    assert.deepEqual(screen.said, ["The settings of followed have no secret in plain text."]);
  });

  it("stores nothing where the settings cannot be written", async () => {
    const { screen, done, stored, move } = secretWorld([["API_KEY"]], true);
    await move("plain");
    assert.deepEqual([...stored.values()], ["kept"]);
    assert.deepEqual(done, ["carry plain", ["failed", { server: "plain" }]]);
    assert.deepEqual(screen.said, []);
  });
});
