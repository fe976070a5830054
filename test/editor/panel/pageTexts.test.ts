import assert from "node:assert/strict";
import { pageTexts } from "../../../src/editor/panel/pageTexts";
import { panelHtml } from "../../../src/editor/panel/panelHtml";

const document = { page: "activity", script: "s", style: "s", source: "a", nonce: "n" } as const;

describe("the texts of a page", () => {
  it("are those that a page shows, and no others", () => {
    const translation = {
      "page.row.hub": "Hub",
      "state.ready": "Bereit",
      "stateless.x": "X",
      "calls.denied": "Y",
      "page.odd": {},
    };
    assert.deepEqual(pageTexts("de", translation), {
      language: "de",
      texts: { "page.row.hub": "Hub", "state.ready": "Bereit" },
    });
  });

  it("are not in an English page", () => {
    assert.equal(pageTexts("en", undefined), undefined);
    const html = panelHtml(document);
    assert.ok(html.includes('<html lang="en">'));
    assert.ok(!html.includes('id="texts"'));
  });

  it("stand in the document of a page in another language, which they cannot leave", () => {
    const texts = { language: "de", texts: { "page.x": "</script><b>" } };
    const html = panelHtml({ ...document, texts });
    assert.ok(html.includes('<html lang="de">'));
    const [, json = ""] = /id="texts">(.*?)<\/script>/.exec(html) ?? [];
    assert.deepEqual(JSON.parse(json), texts.texts);
    assert.ok(!html.includes("<b>"));
  });
});
