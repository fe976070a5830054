import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkEntry } from "../../../src/core/config/reading/checkEntry";
import { readAnswer } from "../../../src/core/registry/answer";
import { filledEntry } from "../../../src/core/registry/filledEntry";

const folder = "test/core/registry/golden";

/** An answer of a registry, what a person fills in, and what must come of it. */
interface Golden {
  readonly answer: unknown;
  readonly answers: Readonly<Record<string, string>>;
  readonly expected: unknown;
}

/** Everything that a person sees of an answer, and the entries that come of it. */
function outcome({ answer, answers }: Golden): unknown {
  const page = readAnswer(answer) ?? assert.fail("It is no answer of a registry.");
  return {
    ...(page.next !== undefined && { next: page.next }),
    ...(page.unread > 0 && { unread: page.unread }),
    servers: page.servers.map(({ offers, ...server }) => ({
      ...server,
      offers: offers.map((offer) => {
        const { config } = filledEntry(offer, new Map(Object.entries(answers)));
        assert.deepEqual(checkEntry(config).findings, [], "The entry is valid.");
        const fields = offer.fields.map(
          ({ name, isRequired, isSecret, isRepeated, initial }) =>
            `${name}${isRequired ? "*" : ""}${isSecret ? " secret" : ""}${isRepeated ? " repeated" : ""}${initial === undefined ? "" : ` = ${initial}`}`,
        );
        return { label: offer.label, fields, notes: offer.notes, entry: config };
      }),
    })),
  };
}

const files = readdirSync(folder);

describe("answers of registries", () => {
  it("are there in at least 15 shapes", () => assert.ok(files.length >= 15, `${files.length} files`));

  for (const file of files)
    it(`${file} is read as expected`, () => {
      const golden: Golden = JSON.parse(readFileSync(join(folder, file), "utf8"));
      assert.deepEqual(outcome(golden), golden.expected);
    });
});
