import assert from "node:assert/strict";
import { message, useTranslation } from "../../src/protocol/message";

describe("a message", () => {
  afterEach(() => useTranslation(() => undefined));

  it("puts each value where its name stands", () => {
    const text = message("test.moved", "{name} moved from {from} to {to}; {name} is well.", {
      name: "a",
      from: 1,
      to: 2,
    });
    assert.equal(text, "a moved from 1 to 2; a is well.");
  });

  it("leaves braces in a value alone", () => {
    assert.equal(message("test.value", "Sent {json}.", { json: '{"json":1}' }), 'Sent {"json":1}.');
  });

  it("is told in the language of the translation, and in English where there is none", () => {
    useTranslation((id) => (id === "test.known" ? "{what} fehlt." : undefined));
    assert.equal(message("test.known", "{what} is missing.", { what: "x" }), "x fehlt.");
    assert.equal(message("test.other", "It is {what}.", { what: "x" }), "It is x.");
  });
});
