import assert from "node:assert/strict";
import { cancel } from "../../support/scriptedPerson";
import { keyOf, names, secretWorld } from "../../support/secretWorld";

describe("the command that sets a secret", () => {
  it("offers the servers that use one, asks hidden, stores it and restarts", async () => {
    const { screen, done, stored, set } = secretWorld(["$(pass-filled) one", "s3cret"]);
    await set(undefined);
    assert.deepEqual(names(screen.asked[0]?.items), ["one", "two", "plain"]);
    assert.equal(screen.asked[1]?.says, "token of one. VS Code keeps it in its secret storage.");
    assert.equal(screen.asked[1]?.isHidden, true);
    assert.equal(stored.get(keyOf("one", "token")), "s3cret");
    assert.deepEqual(done, ["restart one"]);
  });

  it("asks which value where there are several, if it is not named", async () => {
    const { screen, stored, set } = secretWorld(["user", "ada", "t", "token", "u"]);
    await set("two");
    assert.deepEqual(screen.asked[0]?.items, ["token", "user"]);
    assert.equal(stored.get(keyOf("two", "user")), "ada");
    await set({ server: "two", name: "token" });
    assert.equal(stored.get(keyOf("two", "token")), "t");
    await set({ server: "two", name: "other" });
    assert.equal(stored.get(keyOf("two", "token")), "u", "a name that the entry does not use is asked about");
  });

  it("stores nothing after a cancel or for an empty text", async () => {
    const { done, stored, set } = secretWorld([cancel, cancel, cancel, ""]);
    const before = stored.size;
    await set(undefined);
    await set("two");
    await set("one");
    await set("one");
    assert.deepEqual([stored.size - before, done], [0, []]);
  });

  it("says where a server uses none", async () => {
    const { screen, set } = secretWorld([]);
    await set("none");
    assert.deepEqual(screen.said, ["The settings of none use neither ${secret:NAME} nor ${input:NAME}."]);
  });
});
