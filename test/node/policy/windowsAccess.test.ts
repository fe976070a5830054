import assert from "node:assert/strict";
import { readListedFile } from "../../../src/node/policy/policySystem";
import { accessProblem, withFolders } from "../../../src/node/policy/windowsAccess";

const programData =
  "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICIIO;GA;;;CO)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)(A;CI;DCLCRPCR;;;BU)";
const drive =
  "O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464G:SYD:PAI(A;;LC;;;AU)(A;OICIIO;SDGXGWGR;;;AU)(A;;FA;;;SY)(A;OICIIO;GA;;;SY)(A;;FA;;;BA)(A;OICI;0x1200a9;;;BU)";
const protectedFile = "O:BAG:SYD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;FR;;;BU)";

/** Descriptors in the text form, as Windows writes them; none was read on Windows by this test. */
describe("access lists of Windows", () => {
  const rows: [why: string, sddl: string, kind: "file" | "folder", problem: RegExp | undefined][] = [
    ["a protected file", protectedFile, "file", undefined],
    ["ProgramData as it comes", programData, "folder", undefined],
    ["the drive as it comes", drive, "folder", undefined],
    ["ProgramData's rights on a file", programData, "file", /can be changed by BU/],
    [
      "a file of somebody",
      protectedFile.replace("O:BA", "O:S-1-5-21-1-2-3-1001"),
      "file",
      /belongs to S-1-5-21-1-2-3-1001/,
    ],
    ["a file that users may write", protectedFile.replace("FR;;;BU", "FW;;;BU"), "file", /changed by BU/],
    ["one that everybody may change", protectedFile.replace("FR;;;BU", "0x1301bf;;;WD"), "file", /changed by WD/],
    ["one that its list may be changed of", protectedFile.replace("FR;;;BU", "WD;;;AU"), "file", /changed by AU/],
    ["a folder from which users may delete", protectedFile.replace("FR;;;BU", "DT;;;BU"), "folder", /changed by BU/],
    ["rights that cannot be read", protectedFile.replace("FR;;;BU", "FRX;;;BU"), "file", /changed by BU/],
    ["unknown rights", protectedFile.replace("FR;;;BU", "ZZ;;;BU"), "file", /changed by BU/],
    ["rights that are taken away", protectedFile.replace("(A;;FR;;;BU)", "(D;;FA;;;BU)"), "file", undefined],
    ["rights for what is made below", protectedFile.replace("(A;;FR", "(A;OICIIO;FA"), "folder", undefined],
    ["an entry with a condition", "O:BAD:(XA;;FA;;;WD;(@User.x==(1)))", "file", /cannot be read/],
    ["an entry behind one with a condition", "O:BAD:(XA;;FR;;;WD;(a==(1)))(A;;FA;;;WD)", "file", /cannot be read/],
    ["a list that is not there", "O:BAG:SY", "file", /cannot be read/],
    ["a list that allows everything", "O:BAG:SYD:NO_ACCESS_CONTROL", "file", /cannot be read/],
    ["nothing", "", "file", /cannot be read/],
    ["with a list for the log of the system", `${protectedFile}S:AI(AU;SAFA;FA;;;WD)`, "file", undefined],
  ];
  for (const [why, sddl, kind, problem] of rows)
    it(`${problem ? "refuse" : "allow"} ${why}`, () => {
      const found = accessProblem(sddl, "C:\\p.json", kind);
      if (problem) assert.match(found ?? "", problem);
      else assert.equal(found, undefined);
    });

  it("are asked of the file and of every folder up to the drive, also behind links", () => {
    assert.deepEqual(withFolders("C:\\ProgramData\\Hub\\p.json"), [
      "C:\\ProgramData\\Hub\\p.json",
      "C:\\ProgramData\\Hub",
      "C:\\ProgramData",
      "C:\\",
    ]);
    const asked: string[] = [];
    const read = readListedFile(
      (path) => {
        asked.push(path);
        return path === "D:\\there" ? programData.replace("O:SY", "O:S-1-5-21-1-2-3-1001") : protectedFile;
      },
      () => "D:\\there\\p.json",
    );
    const found = read("C:\\here\\p.json");
    assert.match("problem" in found ? found.problem : "", /^D:\\there belongs to/);
    assert.deepEqual(asked, ["D:\\there\\p.json", "D:\\there"]);
  });
});
