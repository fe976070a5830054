import assert from "node:assert/strict";
import { noClientFeatures } from "../../../src/core/questions/noClientFeatures";
import { FakeAnswerer } from "../../support/fakeAnswerer";
import { noAbort, openLinks } from "../../support/openLinks";
import { everythingPlans } from "../../support/startEverything";

/** The official test server asks, on each of its transports. */
describe("server-everything asks back", function () {
  this.timeout(30_000);
  const open = openLinks();
  const planOf = everythingPlans();

  const connected = async (transport: string, clientFeatures = new FakeAnswerer()) => {
    const plan = planOf(transport);
    const { link, heard } = await open(plan, { clientFeatures });
    const call = async (name: string, args: object = {}) => {
      const result = await link.callTool(name, { ...args }, { signal: noAbort() });
      return result.content.map((part) => (part.type === "text" ? part.text : part.type)).join("\n");
    };
    return { clientFeatures, link, heard, call };
  };

  for (const transport of ["stdio", "http", "sse"]) {
    it(`for a form, over ${transport}`, async () => {
      const { clientFeatures, call } = await connected(transport);
      clientFeatures.onForm = async () => ({
        action: "accept",
        content: { name: "Ada", check: true, integer: 7, untitledMultipleSelectEnum: ["Guitar", "Bass"] },
      });
      const said = await call("trigger-elicitation-request");
      assert.match(said, /- Name: Ada\n- Agreed to terms: true\n- Favorite Integer: 7/);
      assert.match(said, /"Guitar",\s+"Bass"/);
      assert.deepEqual(Object.keys(Object(clientFeatures.forms[0]?.schema.properties)).length, 13);
    });

    it(`for a visit, over ${transport}, and goes on after the one that it needs first`, async () => {
      const { clientFeatures, call } = await connected(transport);
      const url = "https://example.com/sign?in=1";
      const elicitationId = `${transport}-1`;
      assert.match(await call("trigger-url-elicitation", { url, elicitationId }), /accept/);
      assert.match(await call("trigger-url-elicitation", { url, elicitationId, errorPath: true }), /accept/);
      assert.deepEqual(
        clientFeatures.urls.map(({ url, untilDone }) => [url, untilDone]),
        [
          [url, false],
          ["https://modelcontextprotocol.io", true], // its own, whatever it was told
          [url, false],
        ],
      );
    });

    it(`a language model, over ${transport}`, async () => {
      const { clientFeatures, call } = await connected(transport);
      assert.match(await call("trigger-sampling-request", { prompt: "How many?", maxTokens: 33 }), /"text": "said"/);
      const [ask] = clientFeatures.samples;
      assert.match(JSON.stringify(ask?.messages), /How many\?/);
      assert.deepEqual([ask?.maxTokens, ask?.server], [33, "everything"]);
    });

    it(`for its folders, over ${transport}, and is notified when they change`, async () => {
      const { clientFeatures, heard, call } = await connected(transport);
      await heard.until(({ logs }) => logs.some(({ text }) => text.includes("Roots updated: 1 root")));
      assert.match(await call("get-roots-list"), /file:\/\/\/one/);
      clientFeatures.rootsChanged.fire(); // those of another server
      clientFeatures.folders = [{ uri: "file:///one" }, { uri: "file:///two" }];
      clientFeatures.rootsChanged.fire();
      await heard.until(({ logs }) => logs.some(({ text }) => text.includes("Roots updated: 2 root")));
      assert.equal(heard.logs.filter(({ text }) => text.includes("Roots updated")).length, 2);
    });
  }

  it("is refused with the reason where the person declines to open a required URL", async () => {
    const { clientFeatures, call } = await connected("stdio");
    clientFeatures.onUrl = async () => "decline";
    await assert.rejects(call("trigger-url-elicitation", { url: "https://example.com", errorPath: true }), {
      code: "denied",
      message: /requires you to open an address first, and you declined/,
    });
  });

  it("declares nothing that the door does not support", async () => {
    const { link } = await open(planOf("stdio"), { clientFeatures: noClientFeatures });
    const { tools } = await link.catalog(noAbort());
    assert.deepEqual(
      tools.filter(({ name }) => /sampling|elicitation|roots/.test(name)),
      [],
    );
  });

  it("and its request does not run out of time while the person thinks", async () => {
    const clientFeatures = new FakeAnswerer();
    let alive = 0;
    const { link } = await open(planOf("stdio"), { clientFeatures });
    clientFeatures.onForm = async () => {
      alive = 0;
      return { action: "cancel" };
    };
    const onAlive = () => alive++;
    await link.callTool("trigger-elicitation-request", {}, { signal: noAbort(), onAlive });
    assert.equal(alive, 1, "with the answer, its time starts again");
  });
});
