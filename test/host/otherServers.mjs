// MCP servers that others wrote, for the tests: installed once beside the project's own dependencies, since together they outweigh it.
import { installOnce } from "./installOnce.mjs";

const packages = [
  "@modelcontextprotocol/server-filesystem@2026.8.31",
  "@modelcontextprotocol/server-memory@2026.8.31",
  "@modelcontextprotocol/server-sequential-thinking@2026.8.31",
  "@playwright/mcp@0.0.83",
  "@upstash/context7-mcp@4.1.1",
  "@azure/mcp@2.0.5",
];

/** @returns {Promise<string>} the folder that has their `node_modules` */
export const otherServers = () => installOnce("other-servers-2026-11", packages);
