import assert from "node:assert/strict";
import { profileBarData } from "../../../../src/editor/tree/profile/profileBarData";

describe("the profile in the status bar", () => {
  it("is there only where there are profiles, or one holds", () => {
    assert.equal(profileBarData({ profiles: [], profile: undefined, isMissing: false }), undefined);
    const none = profileBarData({ profiles: ["review"], profile: undefined, isMissing: false });
    assert.equal(none?.text, "$(list-filter) All Servers");
    const holds = profileBarData({ profiles: ["review"], profile: "review", isMissing: false });
    assert.equal(holds?.text, "$(list-filter) review");
    assert.equal(holds?.attention, false);
  });

  it("says that a profile is gone, and what to do", () => {
    const gone = profileBarData({ profiles: [], profile: "review", isMissing: true });
    assert.equal(gone?.attention, true);
    assert.match(gone?.tooltip ?? "", /"review" is not in the settings.*no server runs.*Switch/);
  });
});
