// Takes a screenshot of the panel's page in each theme, size and view, into out/screenshots/matrix.
import { mkdir } from "node:fs/promises";
import { launchBrowser } from "../host/browser.mjs";
import { looks, misfits, sizes, themeNames, violations } from "./matrixPages";
import { servePanelPage } from "./openPage";

const folder = "out/screenshots/matrix";

async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser();
  const host = await servePanelPage(browser);
  let bad = 0;
  for (const theme of themeNames)
    for (const { width, height } of sizes)
      for (const [look, show] of Object.entries(looks)) {
        const open = await host.open({ theme, width, height });
        await show(open);
        const name = `${theme}-${width}x${height}-${look}`;
        await open.page.screenshot({ path: `${folder}/${name}.png`, animations: "disabled" });
        const found = [...(await open.page.evaluate<string[]>(misfits)), ...(await violations(open)), ...open.errors];
        console.log(`${name}${found.length > 0 ? `: ${found.join("; ")}` : ""}`);
        bad += found.length;
        await open.page.context().close();
      }
  await host.close();
  await browser.close();
  process.exitCode = bad > 0 ? 1 : 0;
}

void main();
