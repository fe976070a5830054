import assert from "node:assert/strict";
import { movedText, placeText, removalDetail, renamedText } from "../../../../src/editor/commands/manage/manageText";

const planned = { files: [], carried: [], lifted: [], mentions: 0 };

describe("the words about managed servers", () => {
  it("say where settings are", () => {
    assert.equal(placeText({ scope: "folder", source: "/work/shop" }), 'the settings of the folder "shop"');
    assert.equal(placeText({ scope: "folder", source: "C:\\work\\shop\\" }), 'the settings of the folder "shop"');
  });

  it("say what goes with an entry, and what stays", () => {
    assert.equal(
      removalDetail("your user settings", []),
      "Its entry is deleted from your user settings. Sign-ins and approvals are kept.",
    );
    assert.match(
      removalDetail("your user settings", ["TOKEN", "KEY"]),
      /Secret storage has values for it: TOKEN, KEY\./,
    );
  });

  it("say what else was changed", () => {
    assert.equal(renamedText("a", "b", planned), '"a" is now "b".');
    assert.match(
      renamedText("a", "b", { ...planned, mentions: 1 }),
      /1 rule or profile that names it was changed, too\.$/,
    );
    assert.match(renamedText("a", "b", { ...planned, mentions: 3 }), /3 rules and profiles that name it were changed/);
    assert.equal(movedText("a", "the workspace settings", planned), '"a" is now in the workspace settings.');
    const lifted = [{ key: "k", value: "planted-value" }];
    assert.match(movedText("a", "x", { ...planned, lifted }), /Its secrets are in secret storage/);
    assert.doesNotMatch(movedText("a", "x", { ...planned, lifted }), /planted/);
  });
});
