import assert from "node:assert/strict";
import type { SignInMethod } from "../../../src/core/auth/signIns";
import { signInDone, signInTitle } from "../../../src/editor/signIn/signInText";

describe("what Sign In says that it does", () => {
  const rows: [method: SignInMethod, words: RegExp][] = [
    ["oauth", /^Signing in to web\. Go on in the browser\.$/],
    ["editor", /^Signing in to web through the editor\.$/],
    ["command", /^Running the sign-in program of web\.$/],
    ["workload", /^Getting a new token for web\.$/],
    ["bearer", /^Connecting to web again, with the credential in its settings\.$/],
    ["none", /^Connecting to web again, with the credential in its settings\.$/],
  ];
  for (const [method, words] of rows) it(method, () => assert.match(signInTitle("web", method), words));

  it("names who signed in, where somebody did, and draws no icon of theirs", () => {
    assert.equal(signInDone("web", "$(key) ada"), "Signed in to web as \\$(key) ada");
    assert.equal(signInDone("web", undefined), "Connected to web again");
  });
});
