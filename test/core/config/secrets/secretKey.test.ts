import assert from "node:assert/strict";
import { secretKey } from "../../../../src/core/config/secrets/secretKey";
import { defined } from "../../../support/planFixture";

describe("the key of a stored value", () => {
  it("stays the same in every release: what is stored has to be found again", () =>
    assert.equal(
      secretKey(defined({ command: "files" }), "token"),
      'value:["user","","files","token","82b7312348adb1dfb71d0e32adba19be"]',
    ));
});
