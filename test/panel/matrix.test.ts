import assert from "node:assert/strict";
import { looks, misfits, showBusyMorning, sizes, themeNames, violations } from "./matrixPages";
import { panelSuite } from "./openPage";

/** The short form of `npm run panel:matrix`: each size once, in the theme in which the most is drawn. */
describe("the panel's page in every size", function () {
  const panel = panelSuite(this);
  for (const { width, height } of sizes) {
    it(`fits ${width} × ${height}, also with details open, and leaves most of the height to the list`, async () => {
      const open = await panel.reopen({ theme: "high-contrast", width, height });
      await showBusyMorning(open, false);
      assert.deepEqual(await open.page.evaluate(misfits), []);
      const list = await open.page.locator("main").boundingBox();
      // At 320 pixels, the words about the selected server take four lines.
      assert.ok(
        list && list.height > height * (width > 400 ? 0.7 : 0.5),
        `${list?.height} px of ${height} for the list`,
      );
      await open.page.getByRole("treeitem", { name: "check_links: ok" }).click();
      await open.page.getByRole("region", { name: "Details" }).waitFor();
      assert.deepEqual(await open.page.evaluate(misfits), []);
    });
  }

  for (const [index, theme] of themeNames.entries()) {
    it(`has nothing against it that axe-core finds, in the theme "${theme}"`, async () => {
      const size = sizes[index % sizes.length];
      const open = await panel.reopen({ theme, ...size });
      await showBusyMorning(open, true);
      await open.page.getByRole("button", { name: "More filters" }).click();
      assert.deepEqual(await violations(open), []);
    });
  }

  const { traffic: _, details: __, ...others } = looks;
  for (const [name, look] of Object.entries(others))
    for (const [index, theme] of themeNames.entries()) {
      const size = sizes[(index + name.length) % sizes.length];
      it(`fits and has nothing against it in the view "${name}", the theme "${theme}" and ${size?.width} pixels`, async () => {
        const open = await panel.reopen({ theme, ...size });
        await look(open);
        assert.deepEqual(await open.page.evaluate(misfits), []);
        assert.deepEqual(await violations(open), []);
      });
    }
});
