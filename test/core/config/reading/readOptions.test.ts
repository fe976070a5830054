import assert from "node:assert/strict";
import { type OptionValues, optionKeys, readOptions } from "../../../../src/core/config/reading/readOptions";
import { defaultOptions, Settings } from "../../../../src/core/config/schema/settings";

const user = (values: OptionValues["values"]): OptionValues => ({ location: { scope: "user" }, values });
const workspace = (values: OptionValues["values"]): OptionValues => ({
  location: { scope: "workspace", source: "/w" },
  values,
});

/** A bad value → the sentence on it. */
const mistakes: [values: OptionValues["values"], sentence: string][] = [
  [
    { callTimeoutSeconds: "60" },
    '"mcpHub.callTimeoutSeconds" must be a number, but it is text. Until then, 60 is used.',
  ],
  [{ callTimeoutSeconds: 0 }, '"mcpHub.callTimeoutSeconds" must be at least 1. Until then, 60 is used.'],
  [{ callTimeoutSeconds: 1e9 }, '"mcpHub.callTimeoutSeconds" must be at most 3600. Until then, 60 is used.'],
  [
    { callTimeoutSeconds: 1.5 },
    '"mcpHub.callTimeoutSeconds" must be a whole number, but it is a number with a fraction. Until then, 60 is used.',
  ],
  [
    { approval: "sometimes" },
    '"mcpHub.approval" must be "always", "writes" or "never", but it is "sometimes". Until then, "always" is used.',
  ],
  [{ policy: "deny" }, '"mcpHub.policy" must be an object such as {"files/delete_*": "deny"}, but it is text.'],
  [
    { policy: { "delete_*": "deny" } },
    '"delete_*" does not name a tool. Write "server/tool", where * stands for any text.',
  ],
  [{ policy: { "*/delete_*": "never" } }, '"*/delete_*" must be "allow", "ask" or "deny". Until then, "deny" is used.'],
];

describe("reading the other settings", () => {
  it("gives the defaults where nothing is written", () => {
    assert.deepEqual(readOptions([], true), { options: defaultOptions, problems: [] });
    assert.deepEqual(
      optionKeys.toSorted(),
      Object.keys(Settings.shape)
        .filter((key) => key !== "servers")
        .sort(),
    );
  });

  for (const [values, sentence] of mistakes)
    it(`says what is wrong: ${JSON.stringify(values)}`, () => {
      const { problems } = readOptions([user(values)], true);
      assert.deepEqual(
        problems.map(({ message, severity }) => [severity, message]),
        [["error", sentence]],
      );
      assert.equal(problems[0]?.path[0], `mcpHub.${Object.keys(values)[0]}`);
    });

  it("loses nothing but the bad value", () => {
    const { options } = readOptions([user({ callTimeoutSeconds: -1, connectAttempts: 2, approval: "writes" })], true);
    assert.deepEqual(options, { ...defaultOptions, connectAttempts: 2, approval: "writes" });
  });

  it("takes the narrowest value", () => {
    const { options } = readOptions([user({ connectAttempts: 2 }), workspace({ connectAttempts: 3 })], true);
    assert.equal(options.connectAttempts, 3);
  });

  it("takes nothing from a workspace that is not trusted", () => {
    const { options, problems } = readOptions(
      [user({ connectAttempts: 2 }), workspace({ connectAttempts: 3, chatMaxTurns: "x" })],
      false,
    );
    assert.deepEqual(options, { ...defaultOptions, connectAttempts: 2 });
    assert.deepEqual(problems, []);
  });

  it("never lets a workspace decide what may run, trusted or not", () => {
    const { options, problems } = readOptions(
      [user({ policy: { "a/b": "deny" } }), workspace({ approval: "never", policy: { "a/b": "allow" } })],
      true,
    );
    assert.equal(options.approval, "always");
    assert.deepEqual(options.policy, { "a/b": "deny" });
    assert.deepEqual(problems, []);
  });

  it("keeps what a policy forbids when one of its entries cannot be read", () => {
    const { options } = readOptions(
      [user({ policy: { "*/rm": "deny", "*/mv": "dney", bad: "deny", "*/ls": "allow" } })],
      true,
    );
    assert.deepEqual(options.policy, { "*/rm": "deny", "*/mv": "deny", "*/ls": "allow" });
  });
});
