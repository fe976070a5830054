import { statSync } from "node:fs";
import path from "node:path";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { stateFolder } from "./documents/classify/keptModels";
import { createDocumentsServer } from "./documents/server";

// The sample server "Documents" on standard input and output: `node documents.js [FOLDER …]`.

const folders = process.argv.slice(2);
const wrong = folders.filter((folder) => !statSync(folder, { throwIfNoEntry: false })?.isDirectory());
if (wrong.length > 0) {
  process.stderr.write(`Not a folder: ${wrong.join(", ")}. Usage: documents.js [FOLDER …]\n`);
  process.exit(2);
}

const server = createDocumentsServer({
  folders,
  cwd: process.cwd(),
  reader: path.join(__dirname, "documentReader.js"),
  state: stateFolder(process.env),
});
server.server.onerror = (error) => process.stderr.write(`Documents server: ${error.message}\n`);

// A client that is gone asks nothing more: whatever is still being counted is given up with the process.
process.stdin.once("end", () => process.exit(0));
process.stdout.once("error", () => process.exit(0));

server.connect(new StdioServerTransport()).catch((error: unknown) => {
  process.stderr.write(`The documents server could not start: ${String(error)}\n`);
  process.exit(1);
});
