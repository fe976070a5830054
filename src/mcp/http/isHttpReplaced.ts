import { request as own } from "node:http";
// biome-ignore lint/style/useNodejsImportProtocol: an editor replaces the module of this name alone, and that is what is asked
import { request } from "http";

/**
 * Whether the host has put its own HTTP in the place of Node's, as VS Code does for its proxy and certificate settings. Its `http`
 * opens a connection for each request, and `node:http` passes it by; its `fetch` heeds the settings and keeps connections.
 */
export const isHttpReplaced = (): boolean => request !== own;
