// A server of the revision 2026-07-28 on stdio, built with the official SDK: node out/test/support/modernStdioServer.js
// --legacy=serve: it speaks the older revisions, too. --slow=MS: it begins to read late. --journal=FILE: a line for each start.
import { appendFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { makeServer } from "./modernServer";

const { values } = parseArgs({
  options: {
    legacy: { type: "string", default: "reject" },
    slow: { type: "string", default: "0" },
    journal: { type: "string" },
  },
});

if (values.journal) appendFileSync(values.journal, "started\n");
setTimeout(
  () => serveStdio(makeServer, { legacy: values.legacy === "serve" ? "serve" : "reject" }),
  Number(values.slow),
);
