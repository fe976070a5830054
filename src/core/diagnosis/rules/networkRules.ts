import { message } from "../../../protocol/message";
import { tlsTrouble } from "../../connection/tlsWords";
import { safeLine } from "../../kernel/redact";
import type { Fix } from "../finding";
import type { FindingCode } from "../findingCodes";
import { run, setKey } from "../fixes";
import { type FailedEvidence, problem, type Rule } from "./rule";

/** OpenSSL and Node name these problems of a certificate; the words are theirs. */
const selfSigned = new Set(["DEPTH_ZERO_SELF_SIGNED_CERT"]);
const unknownAuthority = new Set([
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);
const notValidNow = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]);

/** A rule about an error of the system with one of these names; the failure's own sentence says what happened. */
const system =
  (code: FindingCode, names: RegExp, fix = () => run("restart")): Rule =>
  ({ failure }) =>
    failure.system !== undefined && names.test(failure.system) ? problem(code, failure.message, fix()) : undefined;

const troubleOf = ({ failure: { system = "", words = "" } }: FailedEvidence) => tlsTrouble(system, words);

const hostOf = ({ plan }: FailedEvidence): string =>
  plan && "url" in plan && URL.canParse(plan.url) ? new URL(plan.url).host : "";

/** The same address in the other scheme. */
function withScheme({ config }: FailedEvidence, to: Readonly<Record<string, string>>): string | undefined {
  const url = config && "url" in config ? config.url : undefined;
  const [, scheme = "", rest = ""] = /^(https?|wss?)(:.*)$/is.exec(url ?? "") ?? [];
  const other = to[scheme.toLowerCase()];
  return other === undefined ? undefined : `${other}${rest}`;
}

/** Where a proxy leads to the address, its failure is the proxy's unless the server itself was reached. */
const proxy: Rule = ({ server, failure, address }) => {
  const isRefusal = failure.status === 407 || address?.answer?.status === 407;
  const fails = failure.code === "transport" && failure.status === undefined && address?.answer === undefined;
  if (address?.proxy === undefined || !(isRefusal || fails)) return undefined;
  if (fails && failure.system !== undefined && /CERT|SIGNATURE/.test(failure.system)) return undefined;
  return problem(
    "proxy",
    isRefusal
      ? message(
          "diagnosis.proxySignIn",
          '"{server}" cannot be reached: the proxy {proxy} asks for a name and a password (HTTP 407). Write them into the address of the proxy in the settings of the editor or in the environment.',
          { server, proxy: address.proxy },
        )
      : message(
          "diagnosis.proxyFails",
          '"{server}" cannot be reached through the proxy {proxy}. {failure} If the server is inside your network, exempt its host from the proxy ("http.noProxy", or NO_PROXY in the environment).',
          { server, proxy: address.proxy, failure: failure.message },
        ),
    run("proxy-settings"),
  );
};

const otherLoopback: Rule = ({ server, failure, address, config }) => {
  if (failure.system !== "ECONNREFUSED" && failure.system !== "EADDRNOTAVAIL" && failure.system !== "ENETUNREACH")
    return undefined;
  if (address?.better === undefined || !config || !("url" in config)) return undefined;
  return problem(
    "other-loopback",
    message(
      "diagnosis.isOtherLoopback",
      '"{server}" cannot be reached: nothing listens at {url}, but an MCP server answers at {better}. Use that address.',
      { server, url: safeLine(config.url), better: address.better },
    ),
    setKey("url", address.better),
  );
};

const noNetwork: Rule = ({ server, failure, address }) => {
  if (address?.hasNetwork !== false || !/^(?:ENOTFOUND|EAI_|ENET|EHOST)/.test(failure.system ?? "")) return undefined;
  return problem(
    "no-network",
    message(
      "diagnosis.isOffline",
      '"{server}" cannot be reached, because the machine that runs the extensions has no network. Connect it to a network, then restart the server.',
      { server },
    ),
    run("restart"),
  );
};

const tlsSelfSigned: Rule = (evidence) => {
  const { server, failure, address } = evidence;
  if (!selfSigned.has(failure.system ?? "")) return undefined;
  const certificate = address?.certificate;
  return problem(
    "tls-self-signed",
    message(
      "diagnosis.selfSigned",
      '"{server}" cannot be reached: the certificate of {host} is self-signed, so nobody vouches for it. If the server is yours, trust its certificate: {fingerprint}.',
      { server, host: hostOf(evidence), fingerprint: certificate?.fingerprint ?? failure.system ?? "" },
    ),
    trust(evidence),
  );
};

const tlsUnknownAuthority: Rule = (evidence) => {
  const { server, failure, address } = evidence;
  if (!unknownAuthority.has(failure.system ?? "")) return undefined;
  const certificate = address?.certificate;
  return problem(
    "tls-unknown-authority",
    message(
      "diagnosis.unknownAuthority",
      '"{server}" cannot be reached: the certificate of {host} comes from {authority}, which this machine does not know. This is usual where a company has its own authority. Get its certificate as a file and name it in "tls.caFile", or in mcpHub.caFile for all servers.',
      {
        server,
        host: hostOf(evidence),
        authority:
          certificate === undefined
            ? message("diagnosis.anAuthority", "an authority")
            : `"${safeLine(certificate.subject, 100)}"`,
      },
    ),
    trust(evidence),
  );
};

/** A file of authorities that the entry names already is the person's own: it is not replaced by one click. */
function trust({ address, config }: FailedEvidence): Fix {
  const certificate = address?.certificate;
  const hasFile = config && "tls" in config && config.tls?.caFile !== undefined;
  if (!certificate || hasFile) return run("settings");
  return {
    kind: "trust-certificate",
    label: message("fix.trust", 'Trust the certificate of "{subject}" ({fingerprint})', {
      subject: safeLine(certificate.subject, 80),
      fingerprint: `${certificate.fingerprint.slice(0, 23)}…`,
    }),
    certificate,
  };
}

const tlsExpired: Rule = ({ failure }) =>
  notValidNow.has(failure.system ?? "") ? problem("tls-expired", failure.message, run("restart")) : undefined;

const tlsWrongName: Rule = ({ failure }) =>
  failure.system === "ERR_TLS_CERT_ALTNAME_INVALID"
    ? problem("tls-wrong-name", failure.message, run("settings"))
    : undefined;

const tlsToPlainPort: Rule = (evidence) => {
  const { failure, plan, address } = evidence;
  if (troubleOf(evidence) !== "no-tls") return undefined;
  // Credentials do not go over an open connection because of one click.
  const isOpen = plan && "url" in plan && Object.keys(plan.headers).length === 0 && plan.auth === undefined;
  const url = withScheme(evidence, { https: "http", wss: "ws" });
  const mayChange = url !== undefined && isOpen && address?.otherScheme === true;
  return problem("tls-to-plain-port", failure.message, mayChange ? setKey("url", url) : run("settings"));
};

const plainToTlsPort: Rule = (evidence) => {
  const { server, address } = evidence;
  const url = withScheme(evidence, { http: "https", ws: "wss" });
  if (url === undefined || address?.otherScheme !== true) return undefined;
  return problem(
    "plain-to-tls-port",
    message(
      "diagnosis.speaksTls",
      '"{server}" cannot be reached: {host} speaks TLS, and "url" begins with "http" or "ws". Write "https" or "wss".',
      { server, host: hostOf(evidence) },
    ),
    setKey("url", url),
  );
};

const tlsClientCertificate: Rule = (evidence) =>
  troubleOf(evidence) === "client-certificate"
    ? problem("tls-client-certificate", evidence.failure.message, run("settings"))
    : undefined;

const tlsFailed: Rule = (evidence) =>
  troubleOf(evidence) === undefined ? undefined : problem("tls-failed", evidence.failure.message, run("settings"));

/** Why an address cannot be reached, the more certain causes first. */
export const networkRules: readonly Rule[] = [
  proxy,
  otherLoopback,
  noNetwork,
  tlsSelfSigned,
  tlsUnknownAuthority,
  tlsExpired,
  tlsWrongName,
  tlsToPlainPort,
  plainToTlsPort,
  tlsClientCertificate,
  tlsFailed,
  system("port-refused", /^ECONNREFUSED$/),
  system("name-not-found", /^(?:ENOTFOUND|EAI_)/),
  system("no-route", /^(?:EHOST|ENET|EADDRNOTAVAIL|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)/),
  system("not-http", /^HPE_/, () => run("settings")),
  system("connection-closed", /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/),
];
