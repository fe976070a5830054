import assert from "node:assert/strict";
import { noAbort } from "../../support/openLinks";
import { serverSignIns } from "../../support/serverSignIns";

describe("a sign-in that fails", () => {
  it("is an event, with the failure that the person gets", async () => {
    const { signIns, events } = serverSignIns({ web: { url: "http://127.0.0.1:1/mcp" } });
    const failure: unknown = await signIns.signIn("web", noAbort()).catch((error: unknown) => error);
    assert.ok(failure instanceof Error && "code" in failure);
    assert.deepEqual(events, [
      { type: "server.signInFailed", server: "web", error: { code: failure.code, message: failure.message } },
    ]);
  });
});
