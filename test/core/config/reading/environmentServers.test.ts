import assert from "node:assert/strict";
import { readConfigFile } from "../../../../src/core/config/reading/configFile";
import { environmentServers } from "../../../../src/core/config/reading/environmentServers";

const key = "k3y-of-the-person";
const env = {
  JIRA_MCP_URL: "https://jira.example/mcp",
  JIRA_API_KEY: key,
  SLACK_MCP_URL: "http://127.0.0.1:9/mcp",
  CONFLUENCE_API_KEY: key,
  FIGMA_MCP_URL: " ",
};

/** The entries of a file, below which are those of the environment. */
function read(text: string) {
  const { definitions, problems } = readConfigFile(text, "/etc/mcp.json", { servers: environmentServers(env) });
  return { ids: definitions.map(({ id, enabled }) => `${id} ${enabled}`), definitions, problems };
}

describe("the servers that the environment names", () => {
  it("are those with an address; their keys stand in no entry", () => {
    const entries = environmentServers(env);
    assert.deepEqual(entries, {
      jira: { url: "${env:JIRA_MCP_URL}", auth: { type: "bearer", token: "${env:JIRA_API_KEY}" } },
      slack: { url: "${env:SLACK_MCP_URL}" },
    });
    assert.doesNotMatch(JSON.stringify(entries), new RegExp(key));
    assert.deepEqual(environmentServers({}), {});
    const all = ["CONFLUENCE", "FIGMA", "JIRA", "SLACK"].map((name) => [`${name}_MCP_URL`, "https://a.example"]);
    assert.deepEqual(Object.keys(environmentServers(Object.fromEntries(all))), [
      "confluence",
      "figma",
      "jira",
      "slack",
    ]);
  });

  it("are there beside those of a file, and without any", () => {
    assert.deepEqual(read('{"servers": {"files": {"command": "npx"}}}').ids, ["jira true", "slack true", "files true"]);
    const { ids, problems } = read("{}");
    assert.deepEqual([ids, problems], [["jira true", "slack true"], []]);
    const [jira] = read("{}").definitions;
    assert.deepEqual([jira?.scope, jira?.source], ["user", "environment variables"]);
  });

  it("are not there where an entry has that name, be it another server, a broken one, or one that is switched off", () => {
    const { definitions } = read('{"servers": {"jira": {"command": "mine"}, "slack": {"cmd": 1}}}');
    const [jira, slack] = definitions;
    assert.equal(definitions.length, 2);
    assert.equal(jira?.entry.kind === "valid" && "command" in jira.entry.config && jira.entry.config.command, "mine");
    assert.equal(slack?.entry.kind, "invalid");
    assert.deepEqual(read('{"servers": {"jira": {"enabled": false}}}').ids, ["jira false", "slack true"]);
  });
});
