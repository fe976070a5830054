import * as vscode from "vscode";
import type { Requests } from "../../core/calls/requests";
import type { Hub } from "../../core/hub/hub";
import { neverAborted } from "../../core/kernel/abortSignals";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { asHubError } from "../../core/kernel/hubError";
import type { ResourceContents } from "../../core/messages/content";
import { resourceName } from "../../core/presentation/fileName";
import {
  type ResourceAddress,
  resourceAt,
  resourceBytes,
  resourcePath,
  resourceScheme,
} from "../../core/presentation/resourcePath";
import { message } from "../../protocol/message";

export interface ResourceFiles extends Disposable {
  /** The file of a resource. Its first read returns `contents`, if given. */
  fileOf(address: ResourceAddress, contents?: readonly ResourceContents[]): vscode.Uri;
}

/** The most files whose size and time are remembered. */
const rememberedFiles = 500;

interface Known {
  readonly size: number;
  readonly mtime: number;
}

/** The resources of all servers as read-only files. A file is read when it is opened, and again when its server reports a change. */
export function createResourceFiles(
  hub: Pick<Hub, "catalog" | "subscribe" | "notifications">,
  requests: Pick<Requests, "readResource">,
  now: () => number,
): ResourceFiles {
  const own = new DisposableStore();
  const changed = own.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  const known = new Map<string, Known>();
  /** What a command has just read, until the editor reads it. */
  const fresh = new Map<string, Uint8Array>();
  const watched = new Map<string, vscode.Uri>();

  const remember = (key: string, size: number) => {
    known.delete(key);
    known.set(key, { size, mtime: now() });
    for (const oldest of [...known.keys()].slice(0, -rememberedFiles)) known.delete(oldest);
  };

  own.add(
    hub.notifications.on({ method: "notifications/resources/updated" }, ({ server, params }) => {
      const uri = typeof params === "object" && params !== null ? Reflect.get(params, "uri") : undefined;
      const updated = [...watched.values()].filter((file) => {
        const address = resourceAt(file.path);
        return address?.server === server && address.uri === uri;
      });
      for (const file of updated) {
        fresh.delete(file.toString());
        remember(file.toString(), known.get(file.toString())?.size ?? 0);
      }
      if (updated.length > 0) changed.fire(updated.map((file) => ({ type: vscode.FileChangeType.Changed, uri: file })));
    }),
  );

  const readOnly = () => {
    throw vscode.FileSystemError.NoPermissions(
      message("content.readOnlyResource", "Resources of MCP servers are read-only."),
    );
  };
  const addressOf = (uri: vscode.Uri): ResourceAddress => {
    const address = resourceAt(uri.path);
    if (address) return address;
    throw vscode.FileSystemError.FileNotFound(uri);
  };

  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch(uri) {
      const address = resourceAt(uri.path);
      if (!address) return { dispose() {} };
      const key = uri.toString();
      watched.set(key, uri);
      const subscription = hub.subscribe(address.server, address.uri);
      return {
        dispose() {
          watched.delete(key);
          subscription.dispose();
        },
      };
    },
    stat(uri) {
      const { server, uri: address } = addressOf(uri);
      const listed = () => hub.catalog(server).resources.find((resource) => resource.uri === address)?.size;
      const { size, mtime } = known.get(uri.toString()) ?? { size: listed() ?? 0, mtime: 0 };
      return { type: vscode.FileType.File, ctime: 0, mtime, size, permissions: vscode.FilePermission.Readonly };
    },
    async readFile(uri) {
      const { server, uri: address } = addressOf(uri);
      const key = uri.toString();
      const ready = fresh.get(key);
      if (ready && fresh.delete(key)) return ready;
      try {
        // Needs no approval: the person opened the file.
        const ask = { server, uri: address, caller: { door: "command" }, byHand: true, signal: neverAborted } as const;
        const bytes = resourceBytes(address, await requests.readResource(ask));
        known.set(key, { size: bytes.length, mtime: known.get(key)?.mtime ?? now() });
        return bytes;
      } catch (error) {
        throw vscode.FileSystemError.Unavailable(asHubError(error).message);
      }
    },
    readDirectory: () => [],
    createDirectory: readOnly,
    writeFile: readOnly,
    delete: readOnly,
    rename: readOnly,
  };
  own.add(vscode.workspace.registerFileSystemProvider(resourceScheme, provider, { isReadonly: true }));

  return {
    fileOf(address, contents) {
      const mimeType =
        contents?.[0]?.mimeType ??
        hub.catalog(address.server).resources.find((resource) => resource.uri === address.uri)?.mimeType;
      const text = contents?.[0]?.text;
      const path = resourcePath(address, resourceName(address.uri, mimeType, text));
      const file = vscode.Uri.from({ scheme: resourceScheme, path });
      if (!contents) return file;
      const bytes = resourceBytes(address.uri, contents);
      fresh.clear(); // only one: the editor opens the file right after this
      fresh.set(file.toString(), bytes);
      remember(file.toString(), bytes.length);
      return file;
    },
    dispose: () => own.dispose(),
  };
}
