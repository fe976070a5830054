import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { filledNow } from "../config/plan/filledNow";
import { expandHome, isAbsolutePath } from "../config/schema/filePath";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import { Emitter } from "../kernel/emitter";
import { HubError } from "../kernel/hubError";
import { percentDecoded } from "../kernel/percentDecoded";
import type { VariableContext } from "../kernel/ports";
import type { ClientFeatures, Root } from "./clientFeatures";

export interface ServerRootParts {
  readonly definition: (server: ServerId) => ServerDefinition;
  readonly variables: VariableContext;
  /** Hears of a folder that a server is not told of, and why. */
  readonly skipped: (server: ServerId, why: string) => void;
  /** Takes what listeners throw. */
  readonly report: (error: unknown) => void;
}

/** The same features, where each server is told of its own folders; and what says that entries changed. */
export interface ServerRoots {
  readonly features: ClientFeatures;
  /** The settings were read again: servers compare what they were told with what holds now. */
  changed(): void;
}

/**
 * Tells each server only of the folders that it may know: those that its entry names, or else, for an entry that a workspace folder brings,
 * that folder, or else all folders of the door.
 */
export function serverRoots(
  features: ClientFeatures,
  { definition, variables, skipped, report }: ServerRootParts,
): ServerRoots {
  const entries = new Emitter<void>(report);
  const of = (server: ServerId): readonly Root[] => {
    const folders = features.roots(server);
    const known = defined(server, definition);
    if (known?.entry.kind !== "valid") return [];
    const { roots, restricted } = known.entry.config;
    if (roots === undefined && known.scope === "folder") return folders.filter(isAt(known.source));
    if (roots === undefined || roots === "workspace") return folders;
    // What the folder of a workspace decides waits for trust.
    const context = restricted
      ? { ...variables, workspaceFolder: () => undefined, namedFolder: () => undefined }
      : variables;
    return roots.flatMap((written) => {
      const found = rootOf(written, known, context);
      if ("problem" in found) skipped(server, found.problem);
      return "problem" in found ? [] : [found];
    });
  };
  return {
    features: {
      ...features,
      roots: of,
      onRootsChanged: (listener) => {
        const folders = features.onRootsChanged(listener);
        const own = entries.event(listener);
        return {
          dispose: () => {
            folders.dispose();
            own.dispose();
          },
        };
      },
    },
    changed: () => entries.fire(),
  };
}

/** Its definition, unless it was removed a moment ago. */
function defined(server: ServerId, definition: ServerRootParts["definition"]): ServerDefinition | undefined {
  try {
    return definition(server);
  } catch (error) {
    if (error instanceof HubError && error.code === "unknown-server") return undefined;
    throw error;
  }
}

/** Folders are compared as addresses: a path may be written in several ways. */
const isAt =
  (source: string | undefined) =>
  ({ uri }: Root): boolean =>
    source !== undefined && plainUri(uri) === plainUri(fileUri(source));

/** An entry's folder as a root, or a sentence that says why it cannot be one. */
function rootOf(
  written: string,
  { source }: ServerDefinition,
  context: VariableContext,
): Root | { readonly problem: string } {
  // Only what is known at once: a folder is not a secret, and nobody is asked for one.
  const filled = filledNow(written, source, context);
  if (typeof filled !== "string")
    return {
      problem: message(
        "roots.noValue",
        '"roots": "{written}" has no value now, so the server is not told of it. Open the folder, or correct the entry.',
        { written: written.slice(0, 200) },
      ),
    };
  const text = expandHome(filled, context);
  if (/^file:\/\//i.test(text) && URL.canParse(text)) return named(new URL(text).href);
  if (isAbsolutePath(text)) return named(fileUri(text));
  return {
    problem: message(
      "roots.relative",
      '"roots": "{written}" is neither a full path nor a file: address, so the server is not told of it. Write a full path.',
      { written: written.slice(0, 200) },
    ),
  };
}

function named(uri: string): Root {
  const last = uri.split("/").findLast((part) => part !== "" && part !== "file:");
  return { uri, ...(last !== undefined && { name: percentDecoded(last) }) };
}

/** A full path of Windows or of another system as a `file:` address (RFC 8089). */
function fileUri(path: string): string {
  const slashes = /^(?:[A-Za-z]:|\\\\)/.test(path) ? path.replaceAll("\\", "/") : path;
  const [, host, rest = slashes] = /^\/\/([^/]+)(\/.*)?$/.exec(slashes) ?? [];
  const encoded = rest.split("/").map((part) => encodeURIComponent(part).replaceAll("%3A", ":"));
  return `file://${host ?? ""}${rest.startsWith("/") ? "" : "/"}${encoded.join("/")}`;
}

/** The same folder as the same text: without a slash at the end, and as Windows and VS Code write drives. */
const plainUri = (uri: string): string =>
  percentDecoded(uri)
    .replace(/\/+$/, "")
    .replace(/^file:\/\/\/([A-Za-z]):/, (_, drive: string) => `file:///${drive.toLowerCase()}:`);
