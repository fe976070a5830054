import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pixel, silence } from "../../support/media";
import { type ThemeName, themes } from "../themes";
import { missingTitle, opened, run, target } from "./callFixture";
import { callSuite } from "./callSuite";

describe("the call page", function () {
  const suite = callSuite(this);
  const page = () => suite.open.page;
  const box = (name: string | RegExp) => page().getByRole("textbox", { name });
  const json = () => page().getByLabel("Arguments as JSON");
  const args = async () => JSON.parse(await json().inputValue()) as unknown;
  const button = (name: string | RegExp) => page().getByRole("button", { name });
  const calls = () => suite.open.asked("call");
  const result = () => page().getByRole("region", { name: "Result" });

  it("finds what to call by search and keys alone, what was called lately first", async () => {
    const options = page().getByRole("option");
    await options.first().waitFor();
    assert.match((await options.first().textContent()) ?? "", /^PraisePraises a person <b>now<\/b>$/);
    assert.deepEqual(
      await page().evaluate(
        "[...document.querySelectorAll('[role=listbox] [role=group]')].map((one) => one.ariaLabel)",
      ),
      ["Called lately", "Issues", "Writer"],
    );
    const search = page().getByRole("combobox");
    await search.fill("issues list");
    assert.equal(await options.count(), 1);
    await search.fill("issue");
    await suite.open.answer("open", opened());
    await search.press("ArrowDown");
    await search.press("Enter");
    assert.deepEqual((await suite.open.asked("open")).at(-1), [
      { kind: "tool", server: "issues", name: "list_issues" },
    ]);
  });

  it("ignores messages that are not the host's", async () => {
    await suite.show();
    await page().evaluate(`for (const bad of [
      null, "run", 7, [], {}, { type: "evil" }, { type: "entries" }, { type: "entries", entries: [], servers: "x", recent: [] },
      { type: "show" }, { type: "show", target: { kind: "tool" } }, { type: "show", target: ${JSON.stringify(target)}, opened: "x" }, { type: "run" }, { type: "run", run: { target: 1 } },
      { type: "reply" }, { type: "reply", id: 10_000, ok: true }, { type: "__proto__" },
    ]) postMessage(bad, "*")`);
    await box(/^title/).fill("Still here");
    assert.equal(((await args()) as { title: unknown }).title, "Still here");
  });

  it("starts with defaults, null and false too, and keeps form and JSON in step", async () => {
    await suite.show();
    assert.deepEqual(await args(), { project: {}, draft: false, parent: null });
    await box(/^title/).fill("Broken");
    await box(/^id/).fill("9223372036854775807");
    await page().getByLabel("priority").selectOption({ label: "High (1)" });
    await page().getByLabel("due").fill("2026-03-31");
    await page().getByRole("checkbox", { name: "idea" }).check();
    await page().getByRole("button", { name: "parent is null" }).click();
    await box("parent").fill("EP-1");
    assert.match(await json().inputValue(), /"id": 9223372036854775807\b/);
    const first = { title: "Broken", draft: false, parent: "EP-1", priority: 1, due: "2026-03-31", labels: ["idea"] };
    const { project: _, ...rest } = (await args()) as { project: unknown };
    assert.deepEqual(rest, first);
    await json().fill('{"title": "Other", "assignees": [{"name": "Ada", "share": 0.5}], "unknown": 1}');
    assert.equal(await box(/^title/).inputValue(), "Other");
    assert.equal(await box(/^share/).inputValue(), "0.5");
    assert.equal(await box("unknown").inputValue(), "1");
    await button("Leave out unknown").click();
    assert.deepEqual(await args(), { title: "Other", assignees: [{ name: "Ada", share: 0.5 }] });
  });

  it("fills lists of objects, forms to choose from, recursion and free names", async () => {
    await suite.show();
    await button("Add assignees").click();
    await button("Add item to assignees").click();
    await button("Add item to assignees").click();
    await box(/^name/).first().fill("Ada");
    await box(/^name/).nth(1).fill("Bob");
    await button("Move assignees 2 up").click();
    await button("Remove assignees 2").click();
    await page().getByLabel("Form of where").selectOption({ label: "type: table" });
    await box(/^row/).fill("7");
    await page().getByLabel("Form of where").selectOption({ label: "type: page" });
    await box(/^page/).fill("p");
    await button("Add tree").click();
    await button("Add inner").click();
    await button("Add item to inner").click();
    await box(/^name/).nth(2).fill("leaf");
    await button("Add fields").click();
    await box("Name of a new property").fill("color");
    await box("Name of a new property").press("Enter");
    await box("color").fill("red");
    await box("extra").fill('{"a": [1]}');
    await page()
      .getByLabel("Choose a file")
      .setInputFiles({ name: "a.bin", mimeType: "image/png", buffer: Buffer.from([1, 2, 255]) });
    await page().getByText("a.bin, 3 bytes").waitFor();
    assert.deepEqual(await args(), {
      project: {},
      draft: false,
      parent: null,
      assignees: [{ name: "Bob" }],
      where: { type: "page", page: "p" },
      tree: { inner: [{ name: "leaf" }] },
      fields: { color: "red" },
      extra: { a: [1] },
      attachment: "AQL/",
    });
  });

  it("takes a click that leaves a field whose problem moves what was clicked", async () => {
    await suite.open.answer("check", [missingTitle]);
    await suite.show();
    await button("Add assignees").click();
    await suite.open.becomesTrue("sent.some(({ method }) => method === 'check')");
    await button("Add item to assignees").hover();
    await box(/^title/).focus();
    await page().mouse.down();
    assert.equal(await page().getByText('"title" is missing').count(), 0, "nothing moves while the button is down");
    await page().mouse.up();
    await page().getByText('"title" is missing').waitFor();
    assert.deepEqual(((await args()) as { assignees?: unknown }).assignees, [{}]);
  });

  it("says at the field what is wrong: what cannot be read at once, what is missing when it is called", async () => {
    await suite.open.answer("check", [missingTitle]);
    await suite.show();
    await box(/^id/).fill("12x");
    await page().getByText("Enter a whole number such as 12.").waitFor();
    assert.equal(await page().getByText('"title" is missing').count(), 0);
    await button("Call").click();
    await page().getByText('"title" is missing').waitFor();
    await suite.open.becomesTrue("document.activeElement.getAttribute('aria-invalid') === 'true'");
    assert.deepEqual(await calls(), []);
    await json().fill("{");
    await page().getByText("Line 1, column 2: a name in double quotes is expected.").waitFor();
    await button("Call").click();
    assert.deepEqual(await calls(), []);
  });

  it("calls by keys alone, shows progress, and cancels", async () => {
    await suite.show();
    await box(/^title/).fill("Broken");
    await box(/^title/).press("Control+Enter");
    await suite.open.becomesTrue("sent.some((one) => one.method === 'call')");
    assert.deepEqual((await calls())[0], [target, await json().inputValue()]);
    await suite.tell(run({ progress: { done: 3, total: 10, text: "reading <b>" } }));
    await result().getByText("3 of 10 · reading <b>").waitFor();
    assert.equal(await page().getByRole("progressbar").getAttribute("value"), "0.3");
    await button("Cancel").click();
    assert.deepEqual(await suite.open.asked("cancel"), [[target]]);
    await suite.tell(run({ state: "cancelled", ms: 1500 }));
    await result().getByText("Cancelled after 1.5 s").waitFor();
  });

  it("shows a result by its type, and none of it as HTML", async () => {
    const attack = "<img src=x onerror=\"alert('html')\">";
    await suite.show();
    const rows = JSON.stringify([
      { key: "A-1", title: attack },
      { key: "A-2", title: "b\u202ed" },
    ]);
    const parts = [
      { kind: "text", text: rows, language: "json" },
      {
        kind: "text",
        text: `# Head\n\n- **bold** ${attack}\n- [link](https://example.com/a) [bad](javascript:alert(1)) ![p](http://x/p.png)\n\n| a |\n|---|\n| 1 |`,
        language: "markdown",
      },
      { kind: "text", text: `${"x".repeat(100_000)}end`, language: "text" },
      {
        kind: "text",
        text: '{"id":9223372036854775807,"a":{"b":{"c":1}}}',
        language: "json",
        name: "a.json",
        about: "demo://a",
      },
      { kind: "image", name: "image.png", about: "image/png", source: `data:image/png;base64,${pixel}` },
      { kind: "audio", name: "a.wav", about: "audio/wav", source: `data:audio/wav;base64,${silence}` },
      { kind: "file", name: "a.pdf", about: "application/pdf" },
      { kind: "link", name: "Chapter", about: "demo://1" },
    ] as const;
    await suite.tell(
      run({ state: "ok", ms: 12, result: { parts, more: 2, warning: "It does not fit.", meta: '{"x":1}' } }),
    );
    await result().getByText("Done in 12 ms").waitFor();
    await result().getByRole("cell", { name: "A-1" }).waitFor();
    await result().getByRole("cell", { name: "b\ufffdd" }).waitFor();
    assert.equal(await result().locator("img").count(), 1);
    await result().getByRole("heading", { name: "Head" }).waitFor();
    assert.deepEqual(await page().evaluate("[...document.querySelectorAll('.markdown a')].map((one) => one.href)"), [
      "https://example.com/a",
    ]);
    await result().getByText("9223372036854775807").waitFor();
    await suite.open.becomesTrue("document.querySelector('.picture img')?.naturalWidth === 1");
    await suite.open.becomesTrue("document.querySelector('audio')?.readyState >= 1");
    assert.match((await result().locator("pre").last().textContent()) ?? "", /^x{20000}… Show all/);
    await button("Show all (100,003 characters)").click();
    assert.match((await result().locator("pre").last().textContent()) ?? "", /end$/);
    await result().getByRole("button", { name: "Chapter" }).click();
    assert.deepEqual(await suite.open.asked("openPart"), [[target, 7]]);
    await page().screenshot({ path: "out/screenshots/call-result.png", animations: "disabled" });
  });

  it("says why a call failed, and what the tool reported", async () => {
    await suite.show();
    await suite.tell(run({ state: "failed", ms: 3, error: "The call was not run: rule 1 forbids it." }));
    await page().getByRole("alert").getByText("rule 1 forbids it").waitFor();
    await suite.tell(
      run({
        id: "run-2",
        state: "tool-error",
        ms: 3,
        result: { parts: [{ kind: "text", text: "no such", language: "text" }], more: 0 },
      }),
    );
    await page().getByRole("alert").getByText("The tool reported an error").waitFor();
    await result().getByText("no such").waitFor();
  });

  it("puts earlier and saved calls back into the form, and says which secrets a saved one lacks", async () => {
    await suite.show({
      history: [{ at: 1, state: "ok", ms: 5, args: '{"title":"Before"}' }],
      saved: [{ name: "mine", args: '{"title":"Saved"}' }],
    });
    await page().getByText("History (1)").click();
    await button(/ok in 5 ms/).click();
    assert.deepEqual(await args(), { title: "Before" });
    await page().getByText("Saved in the workspace (1)").click();
    await button("mine").first().click();
    assert.equal(await box(/^title/).inputValue(), "Saved");
    await suite.open.answer("save", { leftOut: ["project.token"], saved: [] });
    await box("Name for this call").fill("new");
    await button("Save").click();
    await page().getByText("Saved without the secret values of project.token.").waitFor();
    assert.deepEqual((await suite.open.asked("save"))[0]?.slice(0, 2), [target, "new"]);
  });

  it("shows what comes with its target without asking for it", async () => {
    await suite.tell({ type: "show", target, opened: opened() });
    await page().getByRole("heading", { level: 1 }).waitFor();
    await suite.tell({ type: "show", target, args: '{"title":"From outside"}', opened: opened() });
    await suite.open.becomesTrue("document.querySelector('#json')?.value === '{\"title\":\"From outside\"}'");
    assert.deepEqual(await suite.open.asked("open"), []);
  });

  it("starts again with arguments that come from outside, of what it shows too", async () => {
    await suite.show();
    await box(/^title/).fill("Mine");
    await suite.tell({ type: "show", target, args: '{"title":"From outside"}' });
    await suite.open.becomesTrue("document.querySelector('#json')?.value === '{\"title\":\"From outside\"}'");
    assert.equal(await box(/^title/).inputValue(), "From outside");
    await box(/^title/).fill("Mine again");
    await suite.tell(run({ state: "ok", ms: 1, result: { parts: [], more: 0 } }));
    await result().getByText("Done in 1 ms").waitFor();
    assert.equal(await box(/^title/).inputValue(), "Mine again");
  });

  it("proposes values of a prompt's arguments", async () => {
    const prompt = { type: "object", properties: { name: { type: "string" } }, required: ["name"] };
    await suite.open.answer("complete", ["Ada", "Adam"]);
    await suite.show({ completes: true, schema: JSON.stringify(prompt) });
    await page().locator("#field\\/name").fill("Ad");
    await page().locator("datalist option").nth(1).waitFor({ state: "attached" });
    assert.deepEqual((await suite.open.asked("complete")).at(-1)?.slice(1, 3), ["name", "Ad"]);
  });

  it("picks a date and time, and keeps one that no picker can show", async () => {
    await suite.show({
      schema: JSON.stringify({ type: "object", properties: { at: { type: "string", format: "date-time" } } }),
    });
    const picker = page().getByLabel("Pick at");
    await picker.fill("2026-03-31T14:30:05");
    assert.match(await box(/^at/).inputValue(), /^2026-03-31T14:30:05(Z|[+-]\d\d:\d\d)$/);
    assert.deepEqual(await args(), { at: await box(/^at/).inputValue() });
    await box(/^at/).fill("$" + "{now}");
    assert.equal(await picker.inputValue(), "");
    await picker.focus();
    await page().keyboard.press("1");
    assert.deepEqual(await args(), { at: "$" + "{now}" }, "half a date changes nothing");
    await box(/^at/).fill("");
    assert.deepEqual(await args(), {});
  });

  it("has the host keep each change at once, since it may be hidden before the arguments rest", async () => {
    await suite.show();
    const kept = () => suite.open.asked("keepDraft");
    assert.deepEqual(await kept(), [], "nothing was entered");
    await box(/^title/).pressSequentially("ab");
    const texts = (await kept()).map(([, text]) => (JSON.parse(String(text)) as { title: string }).title);
    assert.deepEqual(texts, ["a", "ab"]);
    const long = JSON.stringify({ title: "x".repeat(200_000) });
    await json().fill(long);
    await suite.open.becomesTrue("sent.some(({ method, params }) => method === 'check' && params[1].length > 200_000)");
    assert.equal((await kept()).length, 2, "a large one is kept when it rests");
  });

  it("comes back to what it showed, and keeps no arguments on disk", async () => {
    await suite.show();
    await box(/^title/).fill("Something private");
    await button("JSON").click();
    await json().waitFor({ state: "detached" });
    assert.doesNotMatch(await page().evaluate("sessionStorage.getItem('state')"), /private/);
    await suite.open.reload();
    assert.deepEqual((await suite.open.requests())[0], { method: "ready", params: [target] });
  });

  const axe = readFileSync(createRequire(`${process.cwd()}/`).resolve("axe-core/axe.min.js"), "utf8");
  const sizes = [
    [1400, 900],
    [1024, 700],
    [320, 700],
  ] as const;
  for (const theme of Object.keys(themes) as ThemeName[])
    it(`has no mistake that axe-core finds in the theme "${theme}", at each size`, async () => {
      await suite.open.answer("check", [missingTitle]);
      await suite.show({ history: [{ at: 1, state: "ok", ms: 5, args: "{}" }], changed: "It has changed." });
      await suite.open.paint(theme);
      await button("Add assignees").click();
      await button("Add item to assignees").click();
      await button("Call").click();
      await page().getByText('"title" is missing').waitFor();
      const parts = [
        { kind: "text", text: '[{"a":1,"b":"x"},{"a":2,"b":"y"}]', language: "json" },
        { kind: "text", text: "# Head\n\ntext `code` [link](https://example.com)", language: "markdown" },
        { kind: "text", text: '{"a":{"b":[1,null,"x",true]}}', language: "json" },
      ] as const;
      await suite.tell(run({ state: "ok", ms: 12, result: { parts, more: 0 } }));
      await result().getByRole("cell", { name: "x" }).waitFor();
      await page().evaluate(axe);
      for (const [width, height] of sizes) {
        await page().setViewportSize({ width, height });
        const overflow = await page().evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        assert.equal(overflow, 0, `${width} px`);
        const found = await page().evaluate(
          `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })
            .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => id + " " + node.html.slice(0, 120) + " " + node.failureSummary.slice(0, 300))))`,
        );
        assert.deepEqual(found, [], `${theme}, ${width} px`);
        await page().screenshot({ path: `out/screenshots/call-${theme}-${width}.png`, animations: "disabled" });
      }
    });
});
