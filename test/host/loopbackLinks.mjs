// code-server 4.103 sends a link to this machine to its proxy and loses all but its port, so that no sign-in at a server of this machine
// works there. Later ones keep path, query and fragment, as VS Code does.
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

const lossy =
  /(\w+)=(\w+)\.parse\(new URL\((\w+),window\.location\.href\)\.toString\(\)\)(?=\}else throw new Error\(`Failed to resolve external URI)/;

/**
 * Lets links keep what stands behind their port. Does nothing in an editor that keeps it.
 *
 * @param {string} home the folder of VS Code itself
 */
export async function keepLoopbackLinks(home) {
  const file = join(home, "out/vs/code/browser/workbench/workbench.js");
  const script = await readFile(file, "utf8");
  const kept = script.replace(
    lossy,
    (_, uri, URI, proxy) =>
      `${uri}=(base=>base.with({path:base.path.replace(/\\/$/,"")+${uri}.path,query:${uri}.query,fragment:${uri}.fragment}))(${URI}.parse(new URL(${proxy},window.location.href).toString()))`,
  );
  if (kept === script) return;
  // In one step: another run may be reading it.
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, kept);
  await rename(draft, file);
}
