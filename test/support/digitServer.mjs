// An MCP server that answers in raw text, so that no parser on its side loses a digit. Run directly, it speaks over stdio.
import { createInterface } from "node:readline";

/** The id that every result holds. */
export const id = "725653563933458433";

/**
 * The answer to a message as text; `undefined` for a notification. A call gets its own arguments back as they were written.
 *
 * @param {string} line
 */
export function answerTo(line) {
  const { id: request, method, params } = JSON.parse(line);
  if (request === undefined) return undefined;
  const answer = (/** @type {string} */ text) => `{"jsonrpc":"2.0","id":${JSON.stringify(request)},${text}}`;
  switch (method) {
    case "initialize":
      return answer(
        `"result":${JSON.stringify({ protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "digits", version: "1" } })}`,
      );
    case "tools/list":
      return answer(
        '"result":{"tools":[{"name":"echo","inputSchema":{"type":"object","properties":{"id":{"type":"integer","maximum":9223372036854775807}}}}]}',
      );
    case "tools/call": {
      const args = /"arguments":(\{[^}]*\})/.exec(line)?.[1] ?? "null";
      const long = line.includes('"long"') ? "x".repeat(2_000_000) : "";
      return answer(
        `"result":{"content":[{"type":"text","text":"${long}"}],"structuredContent":{"id":${id},"args":${args}},"_meta":{"at":${id}}}`,
      );
    }
    default:
      return answer('"error":{"code":-32601,"message":"unknown"}');
  }
}

if (process.argv[1]?.endsWith("digitServer.mjs"))
  createInterface({ input: process.stdin }).on("line", (line) => {
    const answer = answerTo(line);
    if (answer) process.stdout.write(`${answer}\n`);
  });
