import type { Socket } from "node:net";
import { connect as connectPlain } from "node:net";
import { connect, type DetailedPeerCertificate } from "node:tls";
import type { OfferedCertificate } from "../../core/diagnosis/finding";

/** One look at a port may take so long, in milliseconds. */
const lookMs = 4000;

/** How long a chain of certificates may be that is followed to its authority. */
const longestChain = 10;

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, "");
const portOf = ({ port, protocol }: URL): number =>
  Number(port || (protocol === "https:" || protocol === "wss:" ? 443 : 80));

/**
 * The certificate that would have to be trusted so that the one of this address is: its own where it is signed by itself, else the authority
 * that came with it; `undefined` where none did. Nothing is sent over the connection.
 */
export function offeredCertificate(url: URL, signal: AbortSignal): Promise<OfferedCertificate | undefined> {
  return new Promise((resolve) => {
    const socket = connect({
      host: hostOf(url),
      port: portOf(url),
      ...(isName(hostOf(url)) && { servername: hostOf(url) }),
      rejectUnauthorized: false, // it is only looked at
    });
    watched(socket, signal, () => resolve(undefined));
    socket.once("secureConnect", () => {
      const offered = trustable(socket.getPeerCertificate(true));
      socket.destroy();
      resolve(offered);
    });
  });
}

function trustable(leaf: DetailedPeerCertificate): OfferedCertificate | undefined {
  let certificate = leaf;
  for (let depth = 0; depth < longestChain; depth++) {
    const issuer = certificate.issuerCertificate as DetailedPeerCertificate | undefined;
    if (issuer === undefined) return undefined; // its authority did not come with it
    if (issuer.fingerprint256 === certificate.fingerprint256) break;
    certificate = issuer;
  }
  const { subject, fingerprint256, raw } = certificate;
  const name = [subject?.CN, subject?.O].flat().find((one) => one !== undefined && one !== "");
  return { subject: name ?? fingerprint256.slice(0, 23), fingerprint: fingerprint256, pem: pemOf(raw) };
}

const pemOf = (raw: Buffer): string => {
  const lines = raw.toString("base64").replace(/(.{64})(?=.)/g, "$1\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
};

/** Whether a port speaks TLS. */
export function speaksTls(url: URL, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostOf(url), port: portOf(url), rejectUnauthorized: false });
    watched(socket, signal, () => resolve(false));
    socket.once("secureConnect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** Whether a port speaks HTTP without TLS. */
export function speaksPlainHttp(url: URL, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectPlain({ host: hostOf(url), port: portOf(url) });
    watched(socket, signal, () => resolve(false));
    socket.once("connect", () =>
      socket.write(`HEAD ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: close\r\n\r\n`),
    );
    socket.once("data", (head: Buffer) => {
      socket.destroy();
      resolve(/^HTTP\/1\.[01] \d{3}/.test(head.toString("latin1", 0, 20)));
    });
  });
}

/** Ends a look in time; nothing that goes wrong with it says more than that nothing was seen. */
function watched(socket: Socket, signal: AbortSignal, failed: () => void): void {
  const end = () => {
    socket.destroy();
    failed();
  };
  signal.addEventListener("abort", end, { once: true });
  socket.setTimeout(lookMs, end);
  socket.once("error", end);
  socket.once("close", () => {
    signal.removeEventListener("abort", end);
    failed();
  });
}

const isName = (host: string): boolean => /[a-z]/i.test(host) && !host.includes(":");
