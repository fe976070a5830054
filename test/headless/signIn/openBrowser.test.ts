import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { openBrowser } from "../../../src/headless/signIn/openBrowser";
import { until } from "../../support/until";

const page = "https://id.example/authorize?a=1&b=$(id)";

/** Programs that write down what they were started with, in place of the ones that open pages. */
describe("the page of a sign-in", () => {
  const { PATH, BROWSER } = process.env;
  const { platform } = process;
  let folder: string;
  before(async function () {
    if (platform === "win32") this.skip();
    folder = await mkdtemp(join(tmpdir(), "browser-"));
    for (const name of ["open", "rundll32", "xdg-open", "mine"]) {
      const file = join(folder, name);
      await writeFile(
        file,
        `#!/bin/sh\nprintf '%s\\n' "${name}" "$@" > "${folder}/said.next"\nmv "${folder}/said.next" "${folder}/said"\n`,
      );
      await chmod(file, 0o755);
    }
  });
  beforeEach(() => {
    process.env.PATH = `${folder}${delimiter}${PATH}`;
    delete process.env.BROWSER;
  });
  afterEach(async () => {
    process.env.PATH = PATH;
    if (BROWSER === undefined) delete process.env.BROWSER;
    else process.env.BROWSER = BROWSER;
    Object.defineProperty(process, "platform", { value: platform });
    if (folder) await rm(join(folder, "said"), { force: true });
  });
  after(() => folder && rm(folder, { recursive: true }));

  const started = async () => {
    assert.equal(await openBrowser(page), undefined);
    const text = await until("it was started", () =>
      readFile(join(folder, "said"), "utf8").catch(() => false as const),
    );
    return text.trimEnd().split("\n");
  };

  for (const [system, ...words] of [
    ["linux", "xdg-open", page],
    ["darwin", "open", page],
    ["win32", "rundll32", "url.dll,FileProtocolHandler", page],
  ] as const)
    it(`is opened by the program of the system, without a shell: ${system}`, async () => {
      Object.defineProperty(process, "platform", { value: system });
      assert.deepEqual(await started(), words);
    });

  it("is opened by the program that BROWSER names", async () => {
    process.env.BROWSER = join(folder, "mine");
    assert.deepEqual(await started(), ["mine", page]);
  });

  it("is not opened, with the reason, where there is no such program", async () => {
    process.env.BROWSER = join(folder, "none");
    assert.equal(await openBrowser(page), "ENOENT");
  });
});
