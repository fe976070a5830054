import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A folder of each test's own, in which the hub of this process keeps its state meanwhile.
 *
 * @param close ends what uses it, after each test
 */
export function ownStateFolder(close: () => Promise<void>): { readonly path: string } {
  const folder = { path: "" };
  const earlier = process.env.MCP_HUB_STATE_FOLDER;
  beforeEach(async () => {
    folder.path = await realpath(await mkdtemp(join(tmpdir(), "hub-state-")));
    process.env.MCP_HUB_STATE_FOLDER = folder.path;
  });
  afterEach(async () => {
    await close();
    if (earlier === undefined) delete process.env.MCP_HUB_STATE_FOLDER;
    else process.env.MCP_HUB_STATE_FOLDER = earlier;
    await rm(folder.path, { recursive: true, force: true });
  });
  return folder;
}
