import assert from "node:assert/strict";
import { Follow, FollowedFile } from "../../../../../src/core/config/schema/options/followSettings";

describe("the setting of followed files", () => {
  const file = { app: "cursor", path: "/home/ada/.cursor/mcp.json" };
  const fits = (more: object) => FollowedFile.safeParse({ ...file, ...more }).success;

  it("names an app and a path, and nothing else", () => {
    assert.ok(fits({}));
    assert.ok(!fits({ scope: "user" }));
    for (const missing of ["app", "path"]) assert.ok(!fits({ [missing]: undefined }), missing);
  });

  for (const [name, most] of [
    ["app", 100],
    ["path", 4096],
  ] as const)
    it(`has between 1 and ${most} characters in "${name}"`, () =>
      assert.deepEqual(
        [0, 1, most, most + 1].map((length) => fits({ [name]: "x".repeat(length) })),
        [false, true, true, false],
      ));

  it("has at most 20 files", () => {
    const of = (count: number) => Follow.safeParse(Array.from({ length: count }, () => file)).success;
    assert.deepEqual([0, 20, 21].map(of), [true, true, false]);
  });
});
