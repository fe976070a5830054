import assert from "node:assert/strict";
import { FieldPaths, fieldSteps } from "../../../../src/core/config/schema/fieldPath";

describe("paths to fields of a result", () => {
  const steps = (count: number, between: string) => Array.from({ length: count }, () => "a").join(between);
  const takes = (...paths: readonly string[]) => FieldPaths.safeParse(paths).success;

  for (const path of [
    "/owner/e-mail",
    "/items/*/owner",
    "/a~1b/c~0d",
    "/",
    "/a//b",
    "/a.b c",
    "owner",
    "items.*.owner",
    "with space.x y",
    `/${steps(20, "/")}`,
    steps(20, "."),
    `/${"a".repeat(299)}`,
  ])
    it(`may be ${path.slice(0, 30)}`, () => assert.ok(takes(path)));

  for (const path of [
    "",
    "a/b",
    "/a~2",
    "/a~",
    ".a",
    "a.",
    "a..b",
    " a",
    "a~b",
    `/${steps(21, "/")}`,
    steps(21, "."),
    `/${"a".repeat(300)}`,
  ])
    it(`may not be ${JSON.stringify(path.slice(0, 30))}`, () => assert.ok(!takes(path)));

  it("are one to fifty", () => {
    const paths = (count: number) => Array.from({ length: count }, (_, n) => `a${n}`);
    assert.deepEqual(
      [0, 1, 50, 51].map((count) => takes(...paths(count))),
      [false, true, true, false],
    );
  });

  it("have steps", () => {
    assert.deepEqual(fieldSteps("/items/*/a.b"), ["items", "*", "a.b"]);
    assert.deepEqual(fieldSteps("/a~1b~1c/d~0e~0f/~01"), ["a/b/c", "d~e~f", "~1"]);
    assert.deepEqual(fieldSteps("/"), [""]);
    assert.deepEqual(fieldSteps("items.*.owner"), ["items", "*", "owner"]);
    assert.deepEqual(fieldSteps("owner"), ["owner"]);
  });
});
