import * as vscode from "vscode";
import type { NetworkSettings } from "../../core/config/plan/networkSettings";

/** The proxy settings of the editor (`http.…`). `caFile` comes from the hub's own settings. */
export function networkSettings(caFile: string): NetworkSettings {
  const http = vscode.workspace.getConfiguration("http");
  return {
    proxy: http.get<string>("proxy")?.trim() || undefined,
    noProxy: http.get<readonly string[]>("noProxy"),
    strictProxyTls: http.get<boolean>("proxyStrictSSL"),
    noProxies: http.get<string>("proxySupport") === "off",
    caFile: caFile || undefined,
  };
}
