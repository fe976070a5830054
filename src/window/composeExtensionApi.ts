import * as vscode from "vscode";
import type { ComposedHub } from "../composedHub";
import type { OpenServices } from "../core/calls/services/serviceDoor";
import { ExtensionApi } from "../editor/api/extensionApi";
import { servicesOf } from "../services/clients/services";

export type { McpHubExports } from "../editor/api/mcpClientHub";

/** Puts the API for other extensions together, over the hub of this window. */
export const composeExtensionApi = (
  { hub, requests, stream }: ComposedHub,
  ownId: string,
  services: OpenServices,
  report: (error: unknown) => void,
): ExtensionApi =>
  new ExtensionApi({
    hub,
    requests,
    stream,
    report,
    ownId,
    installedId: (id) => vscode.extensions.getExtension(id)?.id,
    services: (caller) => servicesOf(services, caller),
  });
