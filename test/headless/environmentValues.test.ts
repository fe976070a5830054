import assert from "node:assert/strict";
import { secretKey } from "../../src/core/config/secrets/secretKey";
import { environmentNextSteps, environmentValues, variableOf } from "../../src/headless/environmentValues";
import { definition } from "../support/fakeLink";

describe("the values of variables in a terminal", () => {
  const server = definition("web", { entry: { kind: "valid", config: { url: "https://a.example" } } });

  it("are in the environment, by names that shells can set", async () => {
    assert.equal(variableOf("api-key.v2"), "MCP_HUB_INPUT_api_key_v2");
    const values = environmentValues({ MCP_HUB_INPUT_api_key: "value", api_key: "another" });
    assert.equal(await values.get(secretKey(server, "api-key")), "value");
    assert.equal(await values.get(secretKey(server, "other")), undefined);
    assert.equal(await values.get("oauth:web"), undefined, "what is no value of a variable");
  });

  it("are never written", async () => {
    const values = environmentValues({});
    const refused = { code: "internal", message: "Values are read from the environment and cannot be stored." };
    await assert.rejects(values.set("a", "b"), refused);
    await assert.rejects(values.delete("a"), refused);
  });

  it("are asked for by the name of the variable to set", () => {
    const { env, input, secret } = environmentNextSteps;
    assert.equal(input("a-b"), "Set the environment variable MCP_HUB_INPUT_a_b.");
    assert.equal(secret("a-b"), input("a-b"));
    assert.equal(env("A"), "Set it, or use ${input:A} and set MCP_HUB_INPUT_A.");
  });
});
