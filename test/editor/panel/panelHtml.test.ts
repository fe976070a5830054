import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { panelHtml } from "../../../src/editor/panel/panelHtml";
import { themes } from "../../panel/themes";

const html = panelHtml({
  page: "activity",
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
    const odd = panelHtml({ page: "activity", script: '"><script>x</script>', style: "s", source: "a", nonce: "n" });
    assert.equal(odd.match(/<script/g)?.length, 1);
  });
});

describe("the page's colors", () => {
  const sheets = readdirSync("webview-ui", { recursive: true }).filter((file): file is string =>
    String(file).endsWith(".css"),
  );
  const css = sheets.map((file) => readFileSync(`webview-ui/${file}`, "utf8")).join("\n");

  it("are the theme's, every one", () => {
    const values = css
      .replace(/\/\*.*?\*\//gs, "")
      .replace(/var\(--[\w-]+/g, "var(") // the name of a variable is not a color, whatever it is called
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

describe("the style sheets of the two pages", () => {
  const read = (folder: string, end: string, recursive: boolean) =>
    readdirSync(folder, { recursive })
      .map(String)
      .filter((file) => file.endsWith(end))
      .map((file) => readFileSync(`${folder}/${file}`, "utf8"))
      .join("\n");

  it("leave each other alone: both are in one file, so that what the call page says of a class alone holds in the panel", () => {
    const selectors = read("webview-ui/call", ".css", true)
      .replace(/\/\*.*?\*\//gs, "")
      .matchAll(/^\s*\.([\w-]+)\s*[{,]/gm);
    const ofCallPage = new Set([...selectors].map(([, name]) => name));
    assert.ok(ofCallPage.has("target"));
    const page = read("webview-ui", ".tsx", false) + read("webview-ui/details", ".tsx", false);
    const ofPanel = [...page.matchAll(/class=(?:"([^"]*)"|{`([^`]*)`})/g)].flatMap(
      ([, plain, computed]) => (plain ?? computed ?? "").replace(/\$\{[^}]*\}/g, "").match(/[\w-]+/g) ?? [],
    );
    assert.ok(ofPanel.includes("line"));
    assert.deepEqual(
      ofPanel.filter((name) => ofCallPage.has(name)),
      [],
    );
  });
});

/** Whether a variable stands last in a chain that some other variable begins. */
const isFallback = (css: string, variable: string): boolean =>
  !new RegExp(`[:\\s]var\\(${variable}\\s*\\)`).test(css.replace(/,\s*var\(/g, ",var("));
