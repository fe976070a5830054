import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { RootsListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { Roots } from "./access/roots";
import { allowedFolders } from "./clientRoots";
import { logTo } from "./log";
import { registerPrompts } from "./prompts";
import { registerResources } from "./resources";
import { registerAnalyzeQuality } from "./tools/analyzeQuality";
import { registerCheckReadability } from "./tools/checkReadability";
import { registerClassifyDocument } from "./tools/classifyDocument";
import { registerDetectIssues } from "./tools/detectIssues";
import { registerExtractText } from "./tools/extractText";
import { registerGetCategories } from "./tools/getCategories";
import { registerGetStatistics } from "./tools/getStatistics";
import { registerHealthCheck } from "./tools/healthCheck";
import { registerValidateStructure } from "./tools/validateStructure";
import { version } from "./version";
import { Workspace } from "./workspace";

const instructions =
  "Reads, classifies and checks text, Markdown and HTML files of the workspace. It never writes and never leaves the " +
  "folders it was given. The measures are made for English.";

/** The Documents server, ready for a transport. `folders` from the command line come before what the client offers. */
export function createDocumentsServer(folders: readonly string[], cwd: string): McpServer {
  const server = new McpServer(
    { name: "documents", title: "Documents", version },
    { capabilities: { logging: {} }, instructions },
  );
  const log = logTo(server);
  const roots = new Roots(() => allowedFolders(server, folders, cwd));
  const workspace = new Workspace(roots, log);

  registerClassifyDocument(server, workspace);
  registerExtractText(server, workspace);
  registerGetCategories(server);
  registerGetStatistics(server, workspace);
  registerHealthCheck(server, workspace);
  registerAnalyzeQuality(server, workspace);
  registerCheckReadability(server, workspace);
  registerValidateStructure(server, workspace);
  registerDetectIssues(server, workspace);
  registerResources(server, workspace, log);
  registerPrompts(server, workspace);

  server.server.setNotificationHandler(RootsListChangedNotificationSchema, () => {
    if (folders.length > 0) return;
    roots.forget();
    log("info", "The workspace folders changed; the documents are listed again.");
    server.sendResourceListChanged();
  });
  return server;
}
