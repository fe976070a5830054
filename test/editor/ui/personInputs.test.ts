import assert from "node:assert/strict";
import { PersonInputs } from "../../../src/editor/ui/personInputs";

describe("the lists and boxes that a person opened", () => {
  it("are open until the last one has closed, each of them once", () => {
    const inputs = new PersonInputs();
    assert.equal(inputs.isOpen, false);
    const [one, other] = [inputs.open(), inputs.open()];
    one.dispose();
    one.dispose();
    assert.equal(inputs.isOpen, true);
    other.dispose();
    assert.equal(inputs.isOpen, false);
  });

  it("let others run once, when the last one has closed", () => {
    const inputs = new PersonInputs();
    const ran: string[] = [];
    const [one, other] = [inputs.open(), inputs.open()];
    inputs.whenClosed(() => ran.push("a"));
    inputs.whenClosed(() => ran.push("b")).dispose();
    inputs.whenClosed(() => {
      ran.push("c");
      inputs.whenClosed(() => ran.push("d"));
    });
    one.dispose();
    assert.deepEqual(ran, []);
    other.dispose();
    assert.deepEqual(ran, ["a", "c"]);
    inputs.open().dispose();
    assert.deepEqual(ran, ["a", "c", "d"]);
    inputs.open().dispose();
    assert.deepEqual(ran, ["a", "c", "d"]);
  });
});
