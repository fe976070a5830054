import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { stateFolderHere } from "./headless/fileState";

/** Where the hubs of this user say that they run, for `mcp-client-hub stdio` and for programs that look for them. */
export const gatewayFolder = (): string => join(stateFolderHere(), "gateway");

/** The programs that may use the hubs of this user, without their tokens: the same for all windows and editors. */
export const clientsFolder = (): string => join(gatewayFolder(), "clients");

/** A socket of this process. On Windows a pipe, which everybody can see: its name is one that nobody can guess. */
export const socketPath = (name: string): string =>
  process.platform === "win32"
    ? `\\\\.\\pipe\\mcp-client-hub-${randomBytes(16).toString("hex")}`
    : join(gatewayFolder(), "sockets", `${name}.sock`);
