import assert from "node:assert/strict";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import type { Attempt } from "../../../src/core/diagnosis/evidence";
import { findingsOf } from "../../../src/core/diagnosis/findings";
import { aTool } from "../../support/fakeLink";
import { inShort, ofProgram } from "./findingRows";

describe("what the doctor finds at a server that works", () => {
  const wrong = { type: "object", properties: { a: { type: 7 } } };
  const nested = (depth: number): object => (depth === 0 ? { type: 7 } : { properties: { a: nested(depth - 1) } });
  const catalog = (...schemas: readonly object[]) => ({
    ...emptyCatalog,
    tools: schemas.map((inputSchema, index) => aTool(`t${index}`, { inputSchema: inputSchema as never })),
  });
  const ready = (attempt: Partial<Attempt>) => {
    const { failure: _, ...rest } = ofProgram({ attempt: { step: "lists", ...attempt } }).attempt ?? assert.fail();
    return findingsOf({ ...ofProgram({}), attempt: rest });
  };

  it("is nothing where all is well", () => assert.deepEqual(ready({ catalog: catalog({ type: "object" }) }), []));

  it("is a warning of logs among the messages, and of lists that are missing", () => {
    const missing = [{ list: "prompts", text: "No prompts.", late: false }] as never;
    assert.deepEqual(
      ready({ strayed: true, catalog: { ...emptyCatalog, missing } }).map(({ code, severity, fix }) => [
        code,
        severity,
        inShort(fix),
      ]),
      [
        ["prints-on-stdout", "warning", undefined],
        ["list-missing", "warning", "log"],
      ],
    );
  });

  it("is a warning of wrong schemas, which names five of their tools", () => {
    const [finding, ...others] = ready({ catalog: catalog(...new Array<object>(6).fill(wrong)) });
    assert.deepEqual([finding?.code, others], ["bad-schema", []]);
    assert.match(
      finding?.sentence ?? "",
      /schemas of 6 of its tools are wrong.*: t0 \("type"\), .*t4 \("type"\)\. Report/,
    );
  });

  it("looks four levels deep, and lets older dialects pass", () => {
    const codes = (schema: object) => ready({ catalog: catalog(schema) }).map(({ code }) => code);
    assert.deepEqual([codes(nested(4)), codes(nested(5))], [["bad-schema"], []]);
    assert.deepEqual(codes({ items: [{}], exclusiveMinimum: true, exclusiveMaximum: false }), []);
    assert.deepEqual(codes({ exclusiveMinimum: "no" }), ["bad-schema"]);
    assert.deepEqual(codes({ properties: { fine: { type: "string" }, wrong: { type: 7 } } }), ["bad-schema"]);
  });

  it("looks at 2,000 schemas of all tools", () => {
    const many = (count: number) => new Array<object>(count).fill({ type: "object" });
    assert.equal(ready({ catalog: catalog(...many(1999), { type: 7 }) }).length, 1);
    assert.deepEqual(ready({ catalog: catalog(...many(2000), { type: 7 }) }), []);
  });
});
