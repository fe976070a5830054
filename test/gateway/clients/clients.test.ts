import assert from "node:assert/strict";
import { startHttpFixture } from "../../conformance/server/fixture/startHttpFixture";
import { curlSession, curlStateless } from "./curl";
import { sdk1 } from "./sdk1";
import { sdk2Auto, sdk2Legacy } from "./sdk2";
import { trySteps } from "./steps";

/** The clients themselves, on the fixture with nothing before it: what fails here is not the gateway's doing. */
describe("clients that others wrote", () => {
  let fixture: Awaited<ReturnType<typeof startHttpFixture>>;
  before(async () => {
    fixture = await startHttpFixture();
  });
  after(() => fixture.stop());

  const target = () => ({ kind: "mcp", url: fixture.url }) as const;
  for (const kind of [sdk1, sdk2Auto, sdk2Legacy, curlStateless, curlSession])
    it(`${kind.name} does everything with the fixture`, async () => {
      const outcomes = await trySteps(kind, target());
      assert.deepEqual(
        outcomes.filter(({ error }) => error !== undefined),
        [],
      );
      assert.equal(outcomes.length, 7);
    });

  it("say what went wrong, and go on", async () => {
    const outcomes = await trySteps(curlStateless, target(), { server: "no" });
    assert.ok(outcomes.some(({ step, error }) => step === "lists tools" && error?.includes("test_simple_text")));
    assert.equal(outcomes.at(-1)?.step, "closes");
  });
});
