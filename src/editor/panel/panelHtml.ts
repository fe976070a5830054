import { message } from "../../protocol/message";
import { literal } from "./movedState";
import type { PageTexts } from "./pageTexts";

/** The values of the page's document. Addresses are those of the webview. */
export interface PanelPage {
  /** Which page the script shows. */
  readonly page: "activity" | "call";
  readonly script: string;
  readonly style: string;
  /** The source that the webview serves files from (`Webview.cspSource`). */
  readonly source: string;
  /** Unguessable, new for each document. */
  readonly nonce: string;
  /** In another language than English. */
  readonly texts?: PageTexts | undefined;
}

/**
 * The page's document. It may run and load only our own script, style and icon font, and pictures and sounds in `data:`
 * addresses. Text from a server that got into the page could not run.
 */
export function panelHtml({ page, script, style, source, nonce, texts }: PanelPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
    "img-src data:",
    "media-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${attribute(texts?.language ?? "en")}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page === "call" ? message("callPage.title", "MCP Hub: Call") : message("panel.title", "MCP Hub: Activity")}</title>
<link rel="stylesheet" href="${attribute(style)}">
</head>
<body data-page="${page}">
<div id="root"></div>
${texts ? `<script type="application/json" id="texts">${literal(JSON.stringify(texts.texts))}</script>\n` : ""}<script type="module" nonce="${attribute(nonce)}" src="${attribute(script)}"></script>
</body>
</html>
`;
}

const attribute = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
