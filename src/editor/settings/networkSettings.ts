import * as vscode from "vscode";
import type { NetworkSettings } from "../../core/config/plan/networkSettings";

/** What the editor's own settings (`http.…`) say of proxies; `caFile` is the hub's. */
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
