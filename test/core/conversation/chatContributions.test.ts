import assert from "node:assert/strict";
import { chatCommands } from "../../../src/core/conversation/chatCommands";
import { chatParticipants, languageModelTools, participantId } from "../../../src/core/conversation/chatContributions";
import { toolInputs } from "../../../src/core/conversation/toolInputs";

describe("the contributions of the chat", () => {
  it("declares each tool with a name the editor accepts and a schema models accept", () => {
    const tools = languageModelTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      Object.keys(toolInputs),
    );
    assert.equal(new Set(tools.map(({ toolReferenceName }) => toolReferenceName)).size, tools.length);
    for (const { name, toolReferenceName, modelDescription, inputSchema } of tools) {
      assert.match(name, /^[\w-]{1,64}$/);
      assert.match(toolReferenceName, /^[\w-]+$/);
      assert.ok(modelDescription.length > 100);
      assert.equal(inputSchema.type, "object");
      assert.equal("$schema" in inputSchema, false);
    }
  });

  it("derives the schemas from what the code checks", () => {
    const find = languageModelTools().find(({ name }) => name === "mcpHub_findTools");
    assert.deepEqual(find?.inputSchema.required, ["query"]);
    assert.deepEqual(Object.keys(Object(find?.inputSchema.properties)), ["query", "limit"]);
    const call = languageModelTools().find(({ name }) => name === "mcpHub_callTool");
    assert.equal(Object(call?.inputSchema.properties).arguments.type, "object");
  });

  it("declares every command of the participant", () => {
    const [participant, ...others] = chatParticipants();
    assert.deepEqual(others, []);
    assert.equal(participant?.id, participantId);
    assert.deepEqual(
      participant?.commands.map(({ name }) => name),
      [...Object.keys(chatCommands), "prompt"],
    );
  });

  it("is plain JSON", () => {
    const parts = { tools: languageModelTools(), participants: chatParticipants() };
    assert.deepEqual(JSON.parse(JSON.stringify(parts)), parts);
  });
});
