import { message } from "../../protocol/message";
import type { SandboxConfig } from "../config/schema/program/sandboxConfig";
import { isStdio } from "../config/schema/serverConfig";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import { safeLine } from "../kernel/redact";

/** The same as `sandboxText` for a server. */
export const sandboxOf = ({ entry }: ServerDefinition): string | undefined =>
  entry.kind === "valid" && isStdio(entry.config) ? sandboxText(entry.config.sandbox) : undefined;

/** What a program may do beyond its own folder, in one sentence for people; `undefined` without a sandbox. */
export function sandboxText(sandbox: SandboxConfig | undefined): string | undefined {
  if (sandbox === undefined || sandbox === false) return undefined;
  const { read = [], write = [], network = false } = sandbox === true ? {} : sandbox;
  const list = (all: readonly string[]) => all.map((path) => safeLine(path)).join(", ");
  return message("sandbox.text", "Sandboxed: {reads}, {writes}, {network}.", {
    reads:
      read.length > 0
        ? message("sandbox.reads", "reads its folder and {paths}", { paths: list(read) })
        : message("sandbox.readsFolder", "reads its folder"),
    writes:
      write.length > 0
        ? message("sandbox.writes", "writes {paths}", { paths: list(write) })
        : message("sandbox.writesNothing", "writes nothing"),
    network: network ? message("sandbox.network", "uses the network") : message("sandbox.noNetwork", "no network"),
  });
}
