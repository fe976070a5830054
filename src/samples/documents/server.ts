import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { RootsListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { Roots } from "./access/roots";
import { KeptModels } from "./classify/keptModels";
import { allowedFolders } from "./clientRoots";
import { PackedReader } from "./files/packedReader";
import { logTo } from "./log";
import { registerPrompts } from "./prompts";
import { countCalls, RequestFigures } from "./requestFigures";
import { registerResources } from "./resources";
import { registerAnalyzeQuality } from "./tools/analyzeQuality";
import { registerBatch } from "./tools/batch";
import { registerCheckReadability } from "./tools/checkReadability";
import { registerClassifyDocument } from "./tools/classifyDocument";
import { registerDetectIssues } from "./tools/detectIssues";
import { registerExtractText } from "./tools/extractText";
import { registerGenerateRecommendations } from "./tools/generateRecommendations";
import { registerGetCategories } from "./tools/getCategories";
import { registerGetQualityMetrics } from "./tools/getQualityMetrics";
import { registerGetStatistics } from "./tools/getStatistics";
import { registerHealthCheck } from "./tools/healthCheck";
import { registerUpdateModel } from "./tools/updateModel";
import { registerValidateStructure } from "./tools/validateStructure";
import { version } from "./version";
import { Workspace } from "./workspace";

const instructions =
  "Reads, classifies and checks text, Markdown, HTML, PDF and Word files of the workspace. It never leaves the folders it was " +
  "given, and writes only what update_model learns, into the user's state folder. The measures are made for English.";

/** What the server works with. */
interface ServerParts {
  /** From the command line; they come before what the client offers. */
  readonly folders: readonly string[];
  readonly cwd: string;
  /** What reads PDF and Word files in a worker: the bundle of `documentReader.ts`. */
  readonly reader: string;
  /** Where what `update_model` learned is kept. */
  readonly state: string;
}

/** The Documents server, ready for a transport. */
export function createDocumentsServer({ folders, cwd, reader, state }: ServerParts): McpServer {
  const server = new McpServer(
    { name: "documents", title: "Documents", version },
    { capabilities: { logging: {} }, instructions },
  );
  const log = logTo(server);
  const roots = new Roots(() => allowedFolders(server, folders, cwd));
  const workspace = new Workspace(roots, log, new PackedReader(reader));
  const models = new KeptModels(roots, state, log);
  const requests = new RequestFigures();
  countCalls(server, requests);

  registerBatch(server, "classify_document", registerClassifyDocument(server, workspace, models));
  registerExtractText(server, workspace);
  registerGetCategories(server, models);
  registerGetStatistics(server, workspace, models, requests);
  registerHealthCheck(server, workspace);
  registerBatch(server, "analyze_quality", registerAnalyzeQuality(server, workspace));
  registerCheckReadability(server, workspace);
  registerValidateStructure(server, workspace);
  registerDetectIssues(server, workspace);
  registerGenerateRecommendations(server, workspace);
  registerGetQualityMetrics(server, workspace);
  registerUpdateModel(server, workspace, models);
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
