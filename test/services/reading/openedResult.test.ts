import assert from "node:assert/strict";
import type { Content } from "../../../src/core/messages/content";
import { opened } from "../../../src/services/reading/openedResult";

const text = (words: string): Content => ({ type: "text", text: words });
const ofTexts = (...texts: string[]) => opened({ content: texts.map(text) });

describe("a result that is opened", () => {
  it("has its structured content, with the text beside it", () => {
    const structured = { a: 1 };
    assert.deepEqual(opened({ content: [text('{"b":2}')], structured }), { value: structured, text: '{"b":2}' });
    const list = opened({ content: [text('{"b":2}')], structured: [1] as never });
    assert.deepEqual(list.value, { b: 2 });
  });

  it("has the JSON of its text, and no value for other words", () => {
    assert.deepEqual(ofTexts(' {"a":1}'), { value: { a: 1 }, text: ' {"a":1}' });
    assert.deepEqual(ofTexts("[1]").value, [1]);
    for (const words of ["3", "true", '"a"', "[1", "Found: [1]", ""])
      assert.deepEqual(ofTexts(words), { value: undefined, text: words });
  });

  it("has several JSON texts as a list, and none of them where one is not JSON", () => {
    const several = ofTexts('{"a":1}', " ", "[2]");
    assert.deepEqual(several, { value: [{ a: 1 }, [2]], text: '{"a":1}\n\n \n\n[2]' });
    assert.equal(ofTexts('{"a":1}', "words").value, undefined);
    assert.equal(ofTexts('{"a":1}', " ").value, undefined);
  });

  it("has the text of a resource, and nothing of a picture", () => {
    const resource: Content = { type: "resource", resource: { uri: "a:b", text: "[1]" } };
    const picture: Content = { type: "image", data: "AAAA", mimeType: "image/png" };
    assert.deepEqual(opened({ content: [picture, resource] }), { value: [1], text: "[1]" });
  });

  for (const name of ["result", "results"])
    it(`has what a wrapper holds as text: ${name}`, () => {
      const structured = { [name]: '{"a":1}', more: true };
      assert.deepEqual(opened({ content: [], structured }), { value: { a: 1 }, text: '{"a":1}', around: structured });
      const words = { [name]: "words" };
      assert.deepEqual(ofTexts(JSON.stringify(words)), { value: undefined, text: "words", around: words });
      const data = { [name]: [{ a: 1 }] };
      assert.deepEqual(ofTexts(JSON.stringify(data)).value, data, "a list is no text");
    });

  it("leaves out texts of more than sixteen megabytes", () => {
    const most = 16 * 1024 * 1024;
    const list = (length: number) => `[${" ".repeat(length - 2)}]`;
    assert.deepEqual(ofTexts(list(most)).value, []);
    assert.deepEqual(ofTexts(list(most + 1)), { value: undefined, text: "" });
    const wrapped = (length: number) => opened({ content: [], structured: { result: list(length) } });
    assert.deepEqual(wrapped(most).value, []);
    assert.equal(wrapped(most + 1).around, undefined);
  });
});
