import assert from "node:assert/strict";
import type { HubTool } from "../../../../src/core/catalog/catalog";
import { costText, tokensText, unusedText } from "../../../../src/core/conversation/cost/costText";
import { OfferedCost } from "../../../../src/core/conversation/cost/offeredCost";
import { EventStream } from "../../../../src/core/hub/eventStream";
import { FakeClock } from "../../../support/fakeClock";
import { aTool } from "../../../support/fakeLink";
import { until } from "../../../support/until";

const tool = (name: string): HubTool => ({ modelName: name, server: "a", tool: aTool(name) });

describe("what tools cost", () => {
  it("is counted a moment after what is on has changed, and told only where it is another", async () => {
    const clock = new FakeClock();
    const report = (error: unknown) => assert.fail(String(error));
    const stream = new EventStream(clock.now.bind(clock), report);
    let tools: readonly HubTool[] = [tool("read"), tool("write")];
    const cost = new OfferedCost({ hub: { tools: () => tools }, stream, clock, report });
    const told: number[] = [];
    cost.onChange(() => told.push(cost.current.tools));
    assert.deepEqual(cost.current, { tools: 0, tokens: 0 });
    for (let at = 0; at < 3; at++) stream.publish({ type: "choice.changed" });
    assert.equal(clock.background, 1, "The changes are gathered, and hold nothing open.");
    clock.pass(999);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(told, []);
    clock.pass(1);
    await until("it is counted", () => told.length > 0);
    const { tokens } = cost.current;
    assert.ok(tokens > 20 && tokens < 200, `${tokens}`);
    tools = tools.slice(1);
    stream.publish({ type: "choice.changed" });
    clock.pass(1000);
    await until("it is counted again", () => told.length > 1);
    assert.deepEqual(told, [2, 1]);
    assert.ok(cost.current.tokens < tokens);
    tools = [...tools];
    stream.publish({ type: "choice.changed" });
    clock.pass(1000);
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual(told, [2, 1]);
    cost.dispose();
  });

  it("is counted after changes of the tools alone, and no more after its end", () => {
    const clock = new FakeClock();
    const report = (error: unknown) => assert.fail(String(error));
    const stream = new EventStream(clock.now.bind(clock), report);
    const cost = new OfferedCost({ hub: { tools: () => [] }, stream, clock, report });
    stream.publish({ type: "server.removed", server: "a" });
    assert.equal(clock.background, 1);
    clock.pass(1000);
    stream.publish({ type: "hub.phase", phase: "ready" } as never);
    assert.equal(clock.background, 0);
    stream.publish({ type: "choice.changed" });
    cost.dispose();
    assert.equal(clock.background, 0);
    stream.publish({ type: "choice.changed" });
    assert.equal(clock.background, 0);
  });

  it("is rounded up, as an estimate", () => {
    assert.deepEqual([0, 1, 11, 991, 1000, 1001, 12_345].map(tokensText), [
      "0",
      "10",
      "20",
      "1,000",
      "1,000",
      "1,100",
      "12,400",
    ]);
    assert.equal(costText({ tools: 1, tokens: 5 }), "1 tool is on and costs about 10 tokens");
    assert.equal(costText({ tools: 1234, tokens: 5 }), "1,234 tools are on and cost about 10 tokens");
    const unused = { server: "github", names: ["a", "b"], tokens: 8901 };
    assert.equal(
      unusedText(unused),
      "2 tools of github have not been called in a week and cost about 9,000 tokens in each request.",
    );
  });
});
