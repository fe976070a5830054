import type { ClosingWords } from "../../core/auth/redirect";

/** The page that a browser is left with. It runs nothing and loads nothing. */
export function redirectPage({ ok, text }: ClosingWords): string {
  const title = ok ? "Signed in" : "Not signed in";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – MCP Hub</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem; color: CanvasText; background: Canvas }
  h1 { font-size: 1.5rem; border-left: .4rem solid ${ok ? "#2e7d32" : "#c62828"}; padding-left: .8rem }
  :root { color-scheme: light dark }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${escaped(text)}</p>
<p>You can close this page and go back to the editor.</p>
</main>
</body>
</html>
`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Nothing of the page is kept, framed, sent on or run. */
export const pageHeaders = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  connection: "close",
} as const;
