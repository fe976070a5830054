import assert from "node:assert/strict";
import { type Entry, ownedPath, type PathSystem } from "../../../src/node/policy/ownedPath";

interface Written extends Partial<Omit<Entry, "kind">> {
  readonly link?: string;
  readonly file?: true;
}

/** A file system of folders that root alone may write, but for what is written here. */
function system(written: Readonly<Record<string, Written>>, mayWrite: string[] = []): PathSystem {
  const found = (path: string): Written => {
    const one = written[path];
    if (one) return one;
    if (path === "/" || Object.keys(written).some((other) => other.startsWith(`${path}/`))) return {};
    throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
  };
  return {
    lstat: (path) => {
      const { link, file, uid = 0, mode = link ? 0o120777 : 0o755, dev = 1, ino = path.length } = found(path);
      return { kind: link ? "link" : file ? "file" : "folder", uid, mode, dev, ino };
    },
    readlink: (path) => found(path).link ?? assert.fail(),
    mayWrite: (path) => mayWrite.includes(path),
  };
}

const policy = { file: true, mode: 0o100644 } as const;
const path = "/etc/hub/policy.json";

describe("a file that only root can change", () => {
  const good: [why: string, path: string, written: Readonly<Record<string, Written>>, found: string][] = [
    ["in folders of root", path, { [path]: policy }, path],
    ["read by root alone", path, { [path]: { ...policy, mode: 0o100600 } }, path],
    ["by way of a link", "/a/policy.json", { "/a": { link: "/etc/hub" }, [path]: policy }, path],
    [
      "by way of a relative link",
      "/etc/a.json",
      { "/etc/a.json": { link: "./hub/../hub/policy.json" }, [path]: policy },
      path,
    ],
    ["with slashes and dots", "//etc/./hub//policy.json", { [path]: policy }, path],
  ];
  for (const [why, named, written, found] of good)
    it(`is one ${why}`, () => {
      const owned = ownedPath(named, system(written));
      assert.equal("path" in owned && owned.path, found);
    });

  const bad: [why: string, path: string, written: Readonly<Record<string, Written>>, problem: RegExp][] = [
    [
      "belongs to somebody",
      path,
      { [path]: { ...policy, uid: 1000 } },
      /^\/etc\/hub\/policy\.json belongs to the user with the ID 1000, not to root$/,
    ],
    [
      "can be written by a group",
      path,
      { [path]: { ...policy, mode: 0o100664 } },
      /policy\.json can be written by users other than root \(mode 0664\)$/,
    ],
    ["can be written by all", path, { [path]: { ...policy, mode: 0o100646 } }, /mode 0646/],
    ["is in a folder of somebody", path, { "/etc/hub": { uid: 1000 }, [path]: policy }, /^\/etc\/hub belongs to/],
    ["is below a folder of somebody", path, { "/etc": { uid: 1000 }, [path]: policy }, /^\/etc belongs to/],
    [
      "is in a folder that all may write",
      path,
      { "/etc/hub": { mode: 0o777 }, [path]: policy },
      /^\/etc\/hub can be written/,
    ],
    [
      "is in a folder like /tmp",
      path,
      { "/etc": { mode: 0o1777 }, [path]: policy },
      /^\/etc can be written.*mode 1777/,
    ],
    ["is below a root that all may write", path, { "/": { mode: 0o777 }, [path]: policy }, /^\/ can be written/],
    [
      "is reached by a link of somebody",
      "/etc/a",
      { "/etc/a": { link: path, uid: 1000 }, [path]: policy },
      /^\/etc\/a belongs to/,
    ],
    [
      "is reached through a folder of somebody",
      "/home/ada/a",
      { "/home/ada": { uid: 1000 }, "/home/ada/a": { link: path }, [path]: policy },
      /^\/home\/ada belongs to/,
    ],
    [
      "is reached by a link into a folder of somebody",
      path,
      { [path]: { link: "/home/ada/p" }, "/home/ada": { uid: 1000 }, "/home/ada/p": policy },
      /^\/home\/ada belongs to/,
    ],
    [
      "is left by a link and two dots",
      "/etc/l/../hub/policy.json",
      { "/etc/l": { link: "/home/ada/x" }, "/home/ada": { uid: 1000 }, "/home/ada/x/y": policy, [path]: policy },
      /^\/home\/ada belongs to/,
    ],
    ["is a loop of links", "/etc/a", { "/etc/a": { link: "b" }, "/etc/b": { link: "a" } }, /is a loop of links/],
    ["is a folder", "/etc/hub", { [path]: policy }, /^\/etc\/hub is not a file$/],
    ["is below a file", `${path}/x`, { [path]: policy }, /policy\.json is not a folder$/],
    ["is the root", "/", { [path]: policy }, /^\/ is not a file$/],
  ];
  for (const [why, named, written, problem] of bad)
    it(`is none that ${why}`, () => {
      const owned = ownedPath(named, system(written));
      assert.ok("problem" in owned);
      assert.match(owned.problem, problem);
    });

  it("is none that an access list lets you write", () => {
    const owned = ownedPath(path, system({ [path]: policy }, ["/etc/hub"]));
    assert.match(
      "problem" in owned ? owned.problem : "",
      /^\/etc\/hub can be written by you, because of an access control list/,
    );
  });
});
