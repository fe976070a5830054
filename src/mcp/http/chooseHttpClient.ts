import { request as own } from "node:http";
// biome-ignore lint/style/useNodejsImportProtocol: an editor replaces the module of this name alone, and that is what is asked
import { request } from "http";
import { FetchHttpClient } from "./fetchHttpClient";
import type { HttpClient } from "./httpClient";
import { isLoopback } from "./isLoopback";
import { NodeHttpClient } from "./nodeHttpClient";

/**
 * Whether the host has put its own HTTP in the place of Node's, as VS Code does for its proxy and certificate settings. Its `http`
 * opens a connection for each request, and `node:http` passes it by; its `fetch` heeds the settings and keeps connections.
 */
const isReplaced = (): boolean => request !== own;

/** Node's own HTTP, which costs least, unless the way out of this machine is the editor's to choose. */
export const chooseHttpClient = (url: URL, replaced = isReplaced()): HttpClient =>
  replaced && !isLoopback(url.hostname) ? new FetchHttpClient() : new NodeHttpClient(process.env);
