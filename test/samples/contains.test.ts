import assert from "node:assert/strict";
import { posix, win32 } from "node:path";
import { contains, pathInside } from "../../src/samples/documents/access/contains";

describe("what lies in a folder", () => {
  const rows: [rules: typeof posix, folder: string, target: string, inside: boolean][] = [
    [posix, "/work", "/work", true],
    [posix, "/work", "/work/a/b.md", true],
    [posix, "/work", "/work/..name.md", true],
    [posix, "/work", "/workshop/a.md", false],
    [posix, "/work", "/", false],
    [posix, "/work", "/Work/a.md", false],
    [posix, "/", "/etc/passwd", true],
    [win32, "C:\\Work", "c:\\work\\A.md", true],
    [win32, "C:\\Work", "D:\\Work\\a.md", false],
    [win32, "C:\\Work", "C:\\Workshop\\a.md", false],
    [win32, "C:\\Work", "\\\\server\\share\\a.md", false],
    [win32, "\\\\server\\share", "\\\\SERVER\\share\\a.md", true],
  ];
  for (const [rules, folder, target, inside] of rows) {
    it(`${target} is ${inside ? "" : "not "}in ${folder}`, () => assert.equal(contains(folder, target, rules), inside));
  }

  const requests: [rules: typeof posix, folder: string, requested: string, path: string | undefined][] = [
    [posix, "/work", "a/../b.md", "/work/b.md"],
    [posix, "/work", "../secret", undefined],
    [posix, "/work", "a/../../secret", undefined],
    [posix, "/work", "/etc/passwd", undefined],
    [posix, "/work", "/work/b.md", "/work/b.md"],
    [win32, "C:\\Work", "notes/a.md", "C:\\Work\\notes\\a.md"],
    [win32, "C:\\Work", "..\\secret", undefined],
    [win32, "C:\\Work", "\\Windows\\win.ini", undefined],
    [win32, "C:\\Work", "D:a.md", undefined],
    [win32, "C:\\Work", "\\\\server\\share\\a.md", undefined],
    [win32, "C:\\Work", "c:/work/a.md", "c:\\work\\a.md"],
  ];
  for (const [rules, folder, requested, path] of requests) {
    it(`${requested} in ${folder} means ${path ?? "nothing"}`, () =>
      assert.equal(pathInside(folder, requested, rules), path));
  }
});
