import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { StdioPlan } from "../../../src/core/config/plan/launchPlan";
import { bubblewrap, bubblewrapOptions } from "../../../src/mcp/sandbox/bubblewrap";
import { inSandbox } from "../../../src/mcp/sandbox/inSandbox";
import { type Reached, reachOf } from "../../../src/mcp/sandbox/reach";
import { seatbeltProfile } from "../../../src/mcp/sandbox/seatbelt";

const plan: StdioPlan = {
  kind: "stdio",
  server: "files",
  command: "node",
  args: [],
  env: {},
  sandbox: { read: [], write: [], network: false },
};
const program = { file: process.execPath, args: ["a.js"], env: { HOME: "/home/nobody-here", TOKEN: "t" }, cwd: "/usr" };

describe("a sandbox", () => {
  it("is refused where the system has none, and the server does not start without", async () => {
    const isProgram = () => false;
    const missing: [platform: NodeJS.Platform, says: RegExp][] = [
      [
        "linux",
        /^"files" did not start: .*bubblewrap is not installed\. Install the package "bubblewrap", or remove "sandbox"/,
      ],
      ["darwin", /^"files" did not start: .*has no \/usr\/bin\/sandbox-exec\. Remove "sandbox"/],
      ["win32", /^"files" did not start: .*not on this system\. Remove "sandbox"/],
    ];
    for (const [platform, message] of missing)
      await assert.rejects(inSandbox(plan, program, { platform, isProgram }), { code: "spawn-failed", message });
  });

  it("is refused where bubblewrap cannot work, with what it says", async () => {
    const run = async () => {
      throw Object.assign(new Error("exit 1"), { stderr: "bwrap: setting up uid map: Permission denied\n" });
    };
    await assert.rejects(bubblewrap(plan, program, { isProgram: () => true, run }), {
      code: "spawn-failed",
      message: /does not work on this machine: bwrap: setting up uid map: Permission denied\. Allow user namespaces/,
    });
  });

  it("keeps the environment and the paths out of the arguments that other programs see", async () => {
    const { args, env, input } = await bubblewrap(plan, program, { isProgram: () => true, run: async () => "" });
    assert.deepEqual(args, ["--args", "3", "--", process.execPath, "a.js"]);
    assert.deepEqual(env, {});
    assert.match(input ?? "", /\0--setenv\0TOKEN\0t\0/);
  });

  it("puts private parts over what the entry names, and makes the rest unwritable last", () => {
    const reach: Reached[] = [
      { real: "/home/me/data", names: ["/data", "/home/me/data"], writable: true },
      { real: "/home/me/data/kept", names: ["/home/me/data/kept"], writable: false },
    ];
    const options = bubblewrapOptions({ ...program, env: { HOME: "/home/me", TMPDIR: "/var/x" } }, reach, false).join(
      " ",
    );
    assert.match(
      options,
      /--dir \/home\/me --dir \/usr --bind (\/home\/me\/data) \1 --ro-bind (\/home\/me\/data\/kept) \2 --symlink \1 \/data --proc \/proc --dev \/dev --remount-ro \/ --chdir \/usr --setenv HOME \/home\/me --setenv TMPDIR \/tmp$/,
    );
    assert.match(options, /--unshare-net .*--tmpfs \/tmp /);
    assert.doesNotMatch(bubblewrapOptions(program, reach, true).join(" "), /--unshare-net/);
  });

  it("shows an installation around a program, and not what is beside it right below the home folder", async () => {
    const home = realpathSync(mkdtempSync(path.join(tmpdir(), "mcph-home-")));
    const put = (file: string) => {
      mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
      writeFileSync(path.join(home, file), "");
    };
    for (const file of [".nvm/v22/bin/node", ".nvm/v22/lib/x", ".local/bin/uvx", ".local/lib/x", "venv/bin/python"])
      put(file);
    put("venv/pyvenv.cfg");
    const shown = async (file: string) =>
      (await reachOf(plan, { ...program, file: path.join(home, file) }, home)).map(({ real }) =>
        path.relative(home, real),
      );
    try {
      assert.ok((await shown(".nvm/v22/bin/node")).includes(".nvm/v22"));
      assert.ok((await shown("venv/bin/python")).includes("venv"));
      const uvx = await shown(".local/bin/uvx");
      assert.ok(uvx.includes(".local/bin/uvx") && !uvx.includes(".local"));
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});

describe("the profile for macOS", () => {
  const odd = ['/w/with "quotes") (allow default', "/w/two\nlines", "/w/back\\slash (x)"];
  const reach: Reached[] = [
    ...odd.map((real) => ({ real, names: [real], writable: false })),
    { real: "/w", names: ["/w"], writable: true },
  ].toSorted((a, b) => a.real.length - b.real.length);

  it("contains no path of the entry, so that none can change what it says", () => {
    const { profile, options } = seatbeltProfile(reach, "/private/tmp/x", false);
    assert.doesNotMatch(profile, /allow default|quotes|lines|slash/);
    const values = options.filter((_, at) => at % 2 === 1);
    for (const text of odd) assert.ok(values.some((value) => value.endsWith(`=${text}`)));
    const parameters = [...profile.matchAll(/\(param "(P\d+)"\)/g)].map(([, name]) => name);
    assert.deepEqual(parameters.sort(), values.map((value) => value.slice(0, value.indexOf("="))).sort());
  });

  it("denies what it does not name, and the network unless the entry allows it", () => {
    const closed = seatbeltProfile(reach, "/private/tmp/x", false).profile;
    assert.match(closed, /^\(version 1\)\n\(deny default\)\n/);
    assert.doesNotMatch(closed, /network|allow default|"\/Users"/);
    assert.match(seatbeltProfile(reach, "/private/tmp/x", true).profile, /\(allow network\*\)/);
  });

  it("keeps a folder to read within one to write as it is: the later rule holds", () => {
    const { profile, options } = seatbeltProfile(reach, "/private/tmp/x", false);
    const rules = [...profile.matchAll(/\((allow|deny) file-write\* \(subpath \(param "(P\d+)"\)\)\)/g)].map(
      ([, rule, name]) => [rule, options.find((value) => value.startsWith(`${name}=`))?.slice(`${name}=`.length)],
    );
    assert.deepEqual(rules[0], ["allow", "/w"]);
    assert.deepEqual(
      rules.slice(1).map(([rule]) => rule),
      ["deny", "deny", "deny"],
    );
  });
});
