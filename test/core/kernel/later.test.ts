import assert from "node:assert/strict";
import { Later } from "../../../src/core/kernel/singleFlight";

describe("something that is made later", () => {
  it("is made when it is first asked for, once for all who ask", async () => {
    let made = 0;
    const later = new Later(async () => ++made);
    assert.equal(later.asked, undefined);
    assert.equal(made, 0);
    assert.deepEqual(await Promise.all([later.get(), later.get()]), [1, 1]);
    assert.equal(await later.get(), 1);
    assert.equal(await later.asked, 1);
  });

  it("is tried again where that failed", async () => {
    const outcomes = [Promise.reject(new Error("No file.")), Promise.resolve("made")];
    const later = new Later(() => outcomes.shift() ?? Promise.reject(new Error("asked too often")));
    const both = await Promise.allSettled([later.get(), later.get()]);
    assert.deepEqual(
      both.map(({ status }) => status),
      ["rejected", "rejected"],
    );
    assert.equal(later.asked, undefined);
    assert.equal(await later.get(), "made");
    assert.equal(await later.get(), "made");
  });
});
