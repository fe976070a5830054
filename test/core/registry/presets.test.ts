import assert from "node:assert/strict";
import { checkEntry } from "../../../src/core/config/reading/checkEntry";
import { unpinnedPackage } from "../../../src/core/config/schema/packageRunner";
import { serverName } from "../../../src/core/config/schema/settings";
import { literalSecrets } from "../../../src/core/config/secrets/literalSecrets";
import { filledEntry } from "../../../src/core/registry/filledEntry";
import { presetOffers } from "../../../src/core/registry/presets/preset";
import { presets } from "../../../src/core/registry/presets/presets";

/** What the project was asked to know by name. */
const wanted =
  "atlassian figma slack github notion linear sentry asana stripe cloudflare playwright context7 filesystem memory brave-search tavily exa mongodb dbhub".split(
    " ",
  );

describe("the services that can be added by name", () => {
  const all = presets();

  it("are at least 20, each once, with those that people ask for", () => {
    const ids = all.map(({ id }) => id);
    assert.ok(ids.length >= 20, `${ids.length} services`);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(new Set(all.map(({ title }) => title)).size, ids.length);
    for (const id of wanted) assert.ok(ids.includes(id), id);
  });

  for (const preset of all)
    describe(preset.title, () => {
      const offers = presetOffers(preset);

      it("says where its facts are from, and when they were taken", () => {
        assert.match(preset.source, /^https:\/\/[\w.-]+\/\S*$/);
        assert.match(preset.taken, /^2026-1[12]-\d\d$/);
        assert.equal(preset.tried, false);
        assert.match(preset.about, /^\S.{5,90}[^.]$/);
        assert.match(preset.id, serverName);
      });

      it("makes a valid entry without a secret, in an exact version", () => {
        assert.equal(offers.length, 1, "One way: nobody has to choose.");
        for (const offer of offers) {
          const answers = new Map(offer.fields.map(({ name }) => [name, "planted-value-0123456789"]));
          for (const given of [new Map(), answers]) {
            const { config } = filledEntry(offer, given);
            // Without what is needed an address may have a hole; with it, it has none.
            if (given === answers) assert.deepEqual(checkEntry(config).findings, []);
            assert.deepEqual(literalSecrets(config), []);
            if ("command" in config) assert.equal(unpinnedPackage(config.command, config.args ?? []), undefined);
          }
          const { config, secrets } = filledEntry(offer, answers);
          for (const { name, isSecret } of offer.fields) {
            assert.equal(secrets.has(name), isSecret, name);
            if (isSecret) assert.ok(JSON.stringify(config).includes(`\${input:${name}}`), `${name} is used`);
          }
        }
      });

      it("asks for a key exactly where it says so", () => {
        const needsSecret = offers.some(({ fields }) => fields.some((field) => field.isSecret && field.isRequired));
        assert.equal(needsSecret, preset.signIn === "key");
        for (const { fields } of offers)
          for (const { name, description } of fields)
            assert.ok(description !== "" || preset.client, `${name} says what it is`);
      });
    });
});
