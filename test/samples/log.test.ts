import assert from "node:assert/strict";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { logTo } from "../../src/samples/documents/log";
import { until } from "../support/until";

describe("the log of the documents server", () => {
  const write = process.stderr.write;
  let aside: string[];
  beforeEach(() => {
    aside = [];
    process.stderr.write = (text: string | Uint8Array) => aside.push(String(text)) > 0;
  });
  afterEach(() => {
    process.stderr.write = write;
  });

  const serverOf = (isConnected: boolean, send: () => Promise<void>) => {
    const sent: unknown[] = [];
    const server = {
      isConnected: () => isConnected,
      sendLoggingMessage: (message: unknown) => {
        sent.push(message);
        return send();
      },
    };
    return { log: logTo(server as McpServer), sent };
  };

  it("goes to the client", () => {
    const { log, sent } = serverOf(true, async () => {});
    log("warning", "a.md is too large");
    assert.deepEqual(sent, [{ level: "warning", logger: "documents", data: "a.md is too large" }]);
    assert.deepEqual(aside, []);
  });

  it("goes to standard error while there is no client", () => {
    const { log, sent } = serverOf(false, async () => {});
    log("error", "a.md is too large");
    assert.deepEqual([sent, aside], [[], ["a.md is too large\n"]]);
  });

  it("goes to standard error where the client does not get it", async () => {
    const { log } = serverOf(true, async () => Promise.reject(new Error("closed")));
    log("info", "listed again");
    await until("it was said", () => aside.length > 0);
    assert.deepEqual(aside, ["listed again (not sent: Error: closed)\n"]);
  });
});
