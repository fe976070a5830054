import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { filledEntry } from "../../../src/core/registry/filledEntry";
import { type Preset, presetOffers } from "../../../src/core/registry/presets/preset";
import { presets } from "../../../src/core/registry/presets/presets";

/** What a person needs for a service, in the words of the page. */
function needs(preset: Preset): string {
  if (preset.client) return "a registered client; sign-in";
  const asked = presetOffers(preset)
    .flatMap(({ fields }) => fields)
    .filter(({ isRequired }) => isRequired)
    .map(({ name }) => `\`${name}\``);
  const signIn = preset.signIn === "browser" ? ["sign-in"] : [];
  return [...asked, ...signIn].join("; ") || "nothing";
}

/** The row of a service. */
function row(preset: Preset): string {
  const [offer] = presetOffers(preset);
  assert.ok(offer);
  const { config } = filledEntry(offer, new Map());
  const used = "url" in config ? config.url : (config.args?.find((one) => /.@\d/.test(one)) ?? "");
  return `| ${preset.title} | \`${preset.id}\` | \`${used}\` | ${needs(preset)} | [page](${preset.source}) | ${preset.taken} |`;
}

describe("docs/registry.md", () => {
  it("lists every service with its source and its day", () => {
    const rows = readFileSync("docs/registry.md", "utf8")
      .split("\n")
      .filter((line) => /^\| .* \| \[page\]\(/.test(line));
    assert.deepEqual(rows, presets().map(row));
  });
});
