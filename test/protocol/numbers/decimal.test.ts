import assert from "node:assert/strict";
import { inEnglish, useTranslation } from "../../../src/protocol/message";
import { decimal } from "../../../src/protocol/numbers/decimal";

describe("a number with digits after its point", () => {
  afterEach(() => useTranslation(() => undefined));

  it("is written as the language of the texts writes it, and in English for models", () => {
    assert.equal(decimal(1234.56, 1), "1234.6");
    useTranslation(() => undefined, "de");
    assert.equal(decimal(1234.56, 1), "1234,6");
    assert.equal(decimal(2, 2), "2,00");
    assert.equal(
      inEnglish(() => decimal(0.5, 1)),
      "0.5",
    );
  });
});
