import assert from "node:assert/strict";
import { iconAddress } from "../../../src/mcp/normalize/normalizeIcons";
import { pixel } from "../../support/media";

const svg = btoa("<svg xmlns='http://www.w3.org/2000/svg'/>");

describe("an icon of a server", () => {
  for (const src of [`data:image/png;base64,${pixel}`, `data:image/svg+xml;base64,${svg}`])
    it(`is drawn: ${src.slice(0, 30)}`, () => assert.equal(iconAddress(src), src));

  it("is decided by its bytes", () => {
    assert.equal(iconAddress(`data:image/jpeg;base64,${pixel}`), `data:image/png;base64,${pixel}`);
  });

  const bad: [why: string, src: string][] = [
    ["it lies elsewhere", "https://example.com/icon.png"],
    ["it lies on this machine", "file:///etc/passwd"],
    ["it is no picture", `data:text/html;base64,${svg}`],
    ["it is one by name alone", `data:image/png;base64,${svg}`],
    ["it is no SVG", `data:image/svg+xml;base64,${pixel}`],
    ["it would leave its address", `data:image/svg+xml;base64,${svg}")`],
    ["it is no base64", "data:image/svg+xml;utf8,<svg/>"],
    ["it is large", `data:image/png;base64,${pixel}${"A".repeat(24_000)}`],
  ];
  for (const [why, src] of bad) it(`is not drawn: ${why}`, () => assert.equal(iconAddress(src), undefined));
});
