import type { TaskServer } from "../task";

/** The servers of a team whose tasks go well. */
const slack = { as: "modelcontextprotocol-slack" } as const;

export const tickets: Readonly<Record<string, TaskServer>> = { tickets: { as: "npm-mcp-atlassian" } };
export const board: Readonly<Record<string, TaskServer>> = { board: { as: "sooperset-mcp-atlassian" } };
export const chat: Readonly<Record<string, TaskServer>> = { chat: slack };
export const archive: Readonly<Record<string, TaskServer>> = { archive: { as: "korotovsky-slack" } };
export const web: Readonly<Record<string, TaskServer>> = { web: { as: "brave" } };
export const drawings: Readonly<Record<string, TaskServer>> = { drawings: { as: "framelink-figma" } };
export const papers: Readonly<Record<string, TaskServer>> = {
  papers: { entry: { command: process.execPath, args: ["dist/samples/documents.js", "test/host/demo"] } },
};

export const general = "C0123456789";
