import assert from "node:assert/strict";
import { Fields } from "../../../src/core/registry/readField";

const asked = (fields: Fields) => fields.all().map(({ name }) => name);

describe("the fields of an offer", () => {
  it("has one for an argument at its place, named by what is said of it", () => {
    const named = (json: object) => {
      const fields = new Fields();
      const part = fields.argument({ type: "positional", ...json } as never);
      return [part?.texts, asked(fields)];
    };
    assert.deepEqual(named({ valueHint: "folder" }), [[[{ field: "folder" }]], ["folder"]]);
    assert.deepEqual(named({ name: "path" }), [[[{ field: "path" }]], ["path"]]);
    assert.deepEqual(named({ default: "a" }), [[[{ field: "argument" }]], ["argument"]]);
    assert.deepEqual(named({ value: "serve" }), [[["serve"]], []]);
    assert.deepEqual(named({}), [undefined, []]);
  });

  it("has a flag with its value, behind it or in one text, and one that is given or not", () => {
    const flag = (json: object) => {
      const fields = new Fields();
      const part = fields.argument({ type: "named", ...json } as never);
      return [part?.texts, part?.onlyIf, asked(fields)];
    };
    assert.deepEqual(flag({}), [undefined, undefined, []]);
    assert.deepEqual(flag({ name: "-y" }), [[["-y"]], undefined, []]);
    assert.deepEqual(flag({ name: "-y", value: "", isRequired: true }), [[["-y"]], undefined, []]);
    assert.deepEqual(flag({ name: "--port", isRequired: true }), [
      [["--port"], [{ field: "port" }]],
      undefined,
      ["port"],
    ]);
    assert.deepEqual(flag({ name: "--port", description: "Which." })[2], ["port"]);
    assert.deepEqual(flag({ name: "--port=", valueHint: "n" }), [
      [["--port=", { field: "port" }]],
      undefined,
      ["port"],
    ]);
    assert.deepEqual(flag({ name: "-v", format: "boolean" }), [[["-v"]], "v", ["v"]]);
    assert.equal(flag({ name: "-v", format: "boolean", default: "true" })[1], undefined);
  });

  it("puts in what is fixed, asks for what is described, and for anything else only where it is of no use otherwise", () => {
    const fields = new Fields();
    const variables = { fixed: { value: "f" }, own: { isRequired: true } };
    const text = "{fixed}/{own}/{other}";
    assert.deepEqual(fields.text("it", text, variables as never, false), ["f/", { field: "own" }, "/{other}"]);
    assert.deepEqual(asked(fields), ["own"]);
    const all = new Fields();
    assert.deepEqual(all.text("it", text, variables as never, true), ["f/", { field: "own" }, "/", { field: "other" }]);
    assert.deepEqual(
      all.all().map(({ name, isRequired }) => [name, isRequired]),
      [
        ["own", true],
        ["other", true],
      ],
    );
    assert.deepEqual(new Fields().text("it", "{toString}", {}, false), ["{toString}"]);
  });

  it("gives each name once, in characters that an input may have", () => {
    const fields = new Fields();
    for (const name of ["A", "A", "A", "--my flag=", "--", "x".repeat(90)]) fields.keyValue({ name } as never);
    assert.deepEqual(asked(fields), ["A", "A-2", "A-3", "my-flag", "value", "x".repeat(56)]);
  });

  it("hides what is typed for a secret, also where its publisher forgot to say so", () => {
    const secret = (name: string, json: object = {}) => {
      const fields = new Fields();
      fields.keyValue({ name, variables: {}, ...json } as never);
      return fields.all().map((one) => [one.name, one.isSecret])[0];
    };
    assert.deepEqual(secret("API_KEY"), ["API_KEY", true]);
    assert.deepEqual(secret("REGION"), ["REGION", false]);
    assert.deepEqual(secret("REGION", { isSecret: true }), ["REGION-secret", true]);
    const fields = new Fields();
    fields.keyValue({ name: "Auth", value: "Bearer {it}", variables: {}, isSecret: true } as never);
    assert.deepEqual(
      fields.all().map(({ isSecret }) => isSecret),
      [true],
    );
  });

  it("tells of texts in which something cannot be seen, or that would read the machine", () => {
    const odd = (value: string) => {
      const fields = new Fields();
      fields.keyValue({ name: "A", value, variables: {} } as never);
      return fields.odd();
    };
    assert.equal(odd("plain"), undefined);
    assert.deepEqual(odd("a\nb"), { name: "A", isUnseen: true });
    assert.deepEqual(odd("a\u200bb"), { name: "A", isUnseen: true });
    assert.deepEqual(odd("${env:HOME}"), { name: "A", isUnseen: false });
    const fields = new Fields();
    fields.keyValue({ name: "B", default: "${env:HOME}" } as never);
    assert.equal(fields.odd()?.name, "B");
  });
});
