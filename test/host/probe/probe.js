// A second development extension, for tests only: it evaluates in the extension host what a test sends over loopback.
// One line of JSON each way: { id, source, arg } comes, { id, result } or { id, error } goes back.
const { connect } = require("node:net");
const { createInterface } = require("node:readline");
const vscode = require("vscode");

/** @param {vscode.ExtensionContext} context */
exports.activate = (context) => {
  const { MCP_HUB_PROBE_PORT: port, MCP_HUB_PROBE_TOKEN: token } = process.env;
  if (!port || !token)
    throw new Error("The probe is for tests: MCP_HUB_PROBE_PORT and MCP_HUB_PROBE_TOKEN are not set.");

  const socket = connect(Number(port), "127.0.0.1");
  const say = (/** @type {object} */ message) => socket.write(`${JSON.stringify(message)}\n`);
  socket.on("error", (error) => console.error("The test's end of the probe is gone.", error.message));
  socket.on("connect", () => say({ token, folder: vscode.workspace.workspaceFolders?.[0]?.uri.path }));
  createInterface({ input: socket }).on("line", async (line) => {
    const { id, source, arg } = JSON.parse(line);
    try {
      // The source is a test's own function: the token above is what lets nobody else send one.
      const run = new Function("require", `return (${source});`)(require);
      const result = await run(vscode, arg, context);
      say({ id, result });
    } catch (error) {
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
      say({ id, error: { name, message, stack, code: Object(error).code } });
    }
  });
  context.subscriptions.push({ dispose: () => socket.destroy() });
};
