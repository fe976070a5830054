import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { panelHtml } from "../../../src/editor/panel/panelHtml";
import { themes } from "../../panel/themes";

const html = panelHtml({
  script: "https://w/panel.js?a=1&b=2",
  style: "https://w/panel.css",
  source: "'self' https://*.vscode-cdn.net",
  nonce: "n0nce",
});
const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";

describe("the panel's document", () => {
  it("forbids everything but its own script, style and font", () => {
    assert.deepEqual(policy.split("; "), [
      "default-src 'none'",
      "script-src 'nonce-n0nce'",
      "style-src 'self' https://*.vscode-cdn.net",
      "font-src 'self' https://*.vscode-cdn.net",
      "img-src data:",
      "media-src data:",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it("runs one script, with the nonce, and nothing inline", () => {
    const scripts = html.match(/<script[^>]*>[^<]*<\/script>/g) ?? [];
    assert.deepEqual(scripts, ['<script type="module" nonce="n0nce" src="https://w/panel.js?a=1&amp;b=2"></script>']);
    assert.doesNotMatch(html, / style=| on\w+=/);
  });

  it("keeps an address inside its attribute", () => {
    const odd = panelHtml({ script: '"><script>x</script>', style: "s", source: "a", nonce: "n" });
    assert.equal(odd.match(/<script/g)?.length, 1);
  });
});

describe("the page's colors", () => {
  const sheets = readdirSync("webview-ui").filter((file) => file.endsWith(".css"));
  const css = sheets.map((file) => readFileSync(`webview-ui/${file}`, "utf8")).join("\n");

  it("are the theme's, every one", () => {
    const values = css
      .replace(/\/\*.*?\*\//gs, "")
      .matchAll(/(?:color|background|border|outline|shadow)[^:;{}]*:([^;]+);/g);
    for (const [declaration, value = ""] of values)
      assert.doesNotMatch(
        value,
        /#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch)a?\(|\b(white|black|red|green|blue|gray)\b/i,
        declaration,
      );
  });

  for (const [name, { variables }] of Object.entries(themes)) {
    it(`are all there in the theme "${name}", or have another to fall back on`, () => {
      const needed = [...css.matchAll(/var\((--vscode-[\w-]+)\s*\)/g)].map(([, variable]) => variable ?? "");
      const missing = needed.filter((variable) => !Object.hasOwn(variables, variable) && !isFallback(css, variable));
      assert.deepEqual([...new Set(missing)], []);
      assert.ok(needed.length > 30);
    });
  }
});

/** Whether a variable stands last in a chain that some other variable begins. */
const isFallback = (css: string, variable: string): boolean =>
  !new RegExp(`[:\\s]var\\(${variable}\\s*\\)`).test(css.replace(/,\s*var\(/g, ",var("));
