import assert from "node:assert/strict";
import type { SignInMethod } from "../../../src/core/auth/signIns";
import { rendersAsMarkdown } from "../../../src/core/presentation/renderedMarkdown";
import { doctorText, signInDone, signInTitle } from "../../../src/editor/signIn/signInText";
import { markdownNodes } from "../../support/markdownNodes";

describe("the texts of a sign-in", () => {
  const rows: [method: SignInMethod, title: RegExp][] = [
    ["oauth", /^Signing in to web\. Continue in the browser\.$/],
    ["editor", /^Signing in to web with an account of the editor\.$/],
    ["command", /^Running the sign-in program of web\.$/],
    ["workload", /^Getting a new token for web\.$/],
    ["bearer", /^Reconnecting to web with the credential in its settings\.$/],
    ["none", /^Reconnecting to web with the credential in its settings\.$/],
  ];
  for (const [method, title] of rows) it(method, () => assert.match(signInTitle("web", method), title));

  it("name the account, if there is one, without its icons", () => {
    assert.equal(signInDone("web", "$(key) ada"), "Signed in to web as \\$(key) ada");
    assert.equal(signInDone("web", undefined), "Reconnected to web");
  });

  it("of the Sign-in Doctor open rendered, with what a server says as text", () => {
    const said = "HTTP 401 from https://e.example/: <img src=x> ![x](http://e.example/p) [Fix](command:y) *now*";
    const text = doctorText("<b>web</b>", [
      { name: "Server", outcome: "ok", text: "It answers." },
      { name: "Metadata", outcome: "failed", text: said },
    ]);
    assert.ok(rendersAsMarkdown(text), text);
    const nodes = markdownNodes(text);
    assert.deepEqual([...new Set(nodes.map(({ type }) => type))].sort(), [
      "heading",
      "list",
      "listItem",
      "paragraph",
      "root",
      "strong",
      "text",
    ]);
    const shown = nodes.map(({ value = "" }) => value).join("");
    for (const part of [said, "Sign-in to <b>web</b>", "The sign-in fails at ", "metadata"])
      assert.ok(shown.includes(part), `${part} in ${shown}`);
  });
});
