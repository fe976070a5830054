import assert from "node:assert/strict";
import { localOf, textOf } from "../../../webview-ui/call/form/dateTime";

describe("a date and time on the call page", () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  const zones: [zone: string, local: string, text: string][] = [
    ["UTC", "2026-03-31T14:30:00", "2026-03-31T14:30:00Z"],
    ["Europe/Berlin", "2026-03-31T14:30", "2026-03-31T14:30:00+02:00"],
    ["Europe/Berlin", "2026-01-31T14:30:05", "2026-01-31T14:30:05+01:00"],
    ["America/St_Johns", "2026-01-31T00:00", "2026-01-31T00:00:00-03:30"],
  ];
  for (const [name, local, text] of zones)
    it(`is picked in ${name} as ${text}, and shown as it was picked`, () => {
      process.env.TZ = name;
      assert.equal(textOf(local), text);
      assert.equal(localOf(text), local.padEnd(19, ":00"));
    });

  it("is shown in the zone of this machine, whatever zone it is written in", () => {
    process.env.TZ = "Europe/Berlin";
    assert.equal(localOf("2026-03-31T12:30:00.123Z"), "2026-03-31T14:30:00");
  });

  for (const text of ["", "tomorrow", "2026-03-31", "2026-03-31T14:30:00", "2026-13-31T14:30:00Z", "${now}"])
    it(`is not picked from a text that is something else: ${JSON.stringify(text)}`, () =>
      assert.equal(localOf(text), ""));

  it("is nothing where nothing was picked", () => assert.deepEqual([textOf(""), textOf("x")], ["", ""]));
});
