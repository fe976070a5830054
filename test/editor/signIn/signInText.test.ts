import assert from "node:assert/strict";
import type { SignInMethod } from "../../../src/core/auth/signIns";
import { signInDone, signInTitle } from "../../../src/editor/signIn/signInText";

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
});
