import * as vscode from "vscode";
import { isLoopbackHost } from "../../core/auth/urlChecks";

/** Makes a short address on this machine that leads on to another address. */
export type ShortAddress = (address: string) => Promise<string>;

/**
 * Opens an address in the person's browser unchanged, byte for byte, and settles with whether the person let it. A `vscode.Uri` would decode the query, where `%26` and `&` differ
 * (microsoft/vscode#85930). The editor also accepts a string and leaves it unchanged, although its types do not declare that; but where it
 * reaches this machine by another address, as in a browser or a remote window, it decodes it all the same. There, a short address leads on.
 */
export const openInBrowser =
  (shortAddress: ShortAddress) =>
  async (address: string): Promise<boolean> => {
    const reached = await addressFor(address);
    const opened = reached === address ? address : await shortAddress(reached);
    const isOpened: unknown = await Reflect.apply(vscode.env.openExternal, vscode.env, [opened]);
    return isOpened !== false;
  };

/** The address by which the person's browser reaches one on this machine; any other address stays as it is. */
async function addressFor(address: string): Promise<string> {
  if (!URL.canParse(address)) return address;
  const { protocol, host, hostname } = new URL(address);
  if ((protocol !== "http:" && protocol !== "https:") || !isLoopbackHost(hostname)) return address;
  const own = vscode.Uri.from({ scheme: protocol.slice(0, -1), authority: host, path: "/" });
  const reached = await vscode.env.asExternalUri(own);
  if (reached.toString(true) === own.toString(true)) return address;
  const rest = address.slice(address.indexOf(host) + host.length);
  return `${reached.toString(true).replace(/\/$/, "")}${rest.startsWith("/") ? rest : `/${rest}`}`;
}
