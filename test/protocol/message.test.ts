import assert from "node:assert/strict";
import { englishOf, inEnglish, inLanguage, message, textLanguage, useTranslation } from "../../src/protocol/message";

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

  describe("in another language", () => {
    const german: Readonly<Record<string, string>> = {
      "test.failed": "{what} ist fehlgeschlagen: {reason}",
      "test.reason": "Zeile {line} fehlt.",
    };
    const reason = () => message("test.reason", "Line {line} is missing.", { line: 3 });
    const failure = () => message("test.failed", "{what} failed: {reason}", { what: "x", reason: reason() });

    beforeEach(() => useTranslation((id) => german[id], "de"));

    it("is in English for models, programs and logs, and only for them", () => {
      assert.equal(inEnglish(failure), "x failed: Line 3 is missing.");
      assert.equal(failure(), "x ist fehlgeschlagen: Zeile 3 fehlt.");
      assert.deepEqual([textLanguage(), inEnglish(textLanguage)], ["de", "en"]);
    });

    it("is in the person's language again after a failure", () => {
      assert.throws(() =>
        inEnglish(() => {
          throw new Error("x");
        }),
      );
      assert.equal(reason(), "Zeile 3 fehlt.");
    });

    it("is still known in English, with the texts inside it", () => {
      const told = failure();
      assert.equal(englishOf(told), "x failed: Line 3 is missing.");
      assert.equal(inLanguage(told), told);
      assert.equal(
        inEnglish(() => inLanguage(told)),
        "x failed: Line 3 is missing.",
      );
    });

    it("takes over the English of a text that was made before", () => {
      const inner = reason();
      const told = inEnglish(() => message("test.failed", "{what} failed: {reason}", { what: "x", reason: inner }));
      assert.equal(told, "x failed: Line 3 is missing.");
    });

    it("is in English as a whole where it has no translation", () =>
      assert.equal(message("test.program", "Refused: {reason}", { reason: reason() }), "Refused: Line 3 is missing."));

    it("is forgotten in English once 2,000 others have been made", () => {
      const first = reason();
      for (let line = 10; line < 2009; line++) message("test.reason", "Line {line} is missing.", { line });
      assert.equal(englishOf(first), "Line 3 is missing.");
      message("test.reason", "Line {line} is missing.", { line: 9999 });
      assert.equal(englishOf(first), first);
    });
  });

  it("in the words of the command line stays in them for models", () => {
    useTranslation((id) => (id === "test.words" ? "In a terminal." : undefined));
    assert.equal(
      inEnglish(() => message("test.words", "In an editor.")),
      "In a terminal.",
    );
  });
});
