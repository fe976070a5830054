import assert from "node:assert/strict";
import type { OfferedCertificate } from "../../../src/core/diagnosis/finding";
import { findingsOf } from "../../../src/core/diagnosis/findings";
import { type AddressSetting, failing, findsEach, ofAddress, type Row } from "./findingRows";

const system = (name: string, words = ""): AddressSetting => ({ failure: { system: name, words } });
const status = (number: number): AddressSetting => ({ failure: { code: "transport", status: number } });
const proxied = { proxy: "http://proxy:8080" };
const better = { better: "https://mcp.example.com/sse" };
const certificate: OfferedCertificate = {
  subject: "mcp.example.com",
  fingerprint: `${"AB:".repeat(31)}AB`,
  pem: "PEM",
};
const noTls = system("EPROTO", "wrong version number");
const redirected = (location: string): AddressSetting => ({ ...status(302), answer: { status: 302, location } });

const rows: readonly Row<AddressSetting>[] = [
  ["proxy", "that asks for a password", { ...status(407), address: proxied }, "proxy-settings"],
  ["proxy", "that asked the doctor for one", { address: proxied, answer: { status: 407 } }, "proxy-settings"],
  ["proxy", "that does not lead there", { ...system("ECONNREFUSED"), address: proxied }, "proxy-settings"],
  ["tls-expired", "behind a proxy", { ...system("CERT_HAS_EXPIRED"), address: proxied }, "restart"],
  [
    "port-refused",
    "of a server that was reached",
    { ...system("ECONNREFUSED"), address: proxied, answer: {} },
    "restart",
  ],
  ["server-failed", "with a status, behind a proxy", { ...status(500), address: proxied }, "restart"],
  [
    "other-loopback",
    "where another one answers",
    { ...system("ECONNREFUSED"), address: better },
    { url: better.better },
  ],
  ["other-loopback", "with no address there", { ...system("EADDRNOTAVAIL"), address: better }, { url: better.better }],
  ["other-loopback", "with no network there", { ...system("ENETUNREACH"), address: better }, { url: better.better }],
  ["name-not-found", "whatever else answers", { ...system("ENOTFOUND"), address: better }, "restart"],
  ["no-network", "at all", { ...system("ENETUNREACH"), address: { hasNetwork: false } }, "restart"],
  ["no-network", "for a name", { ...system("EAI_AGAIN"), address: { hasNetwork: false } }, "restart"],
  [
    "port-refused",
    "without a network, as on this machine",
    { ...system("ECONNREFUSED"), address: { hasNetwork: false } },
    "restart",
  ],
  ["no-route", "to a host", system("EHOSTUNREACH"), "restart"],
  ["no-route", "in time", system("UND_ERR_CONNECT_TIMEOUT"), "restart"],
  ["not-http", "by its first bytes", system("HPE_INVALID_CONSTANT"), "settings"],
  ["connection-closed", "by the other side", system("UND_ERR_SOCKET"), "restart"],
  ["connection-closed", "while it was written to", system("EPIPE"), "restart"],
  ["tls-self-signed", "without its certificate", system("DEPTH_ZERO_SELF_SIGNED_CERT"), "settings"],
  [
    "tls-self-signed",
    "with it",
    { ...system("DEPTH_ZERO_SELF_SIGNED_CERT"), address: { certificate } },
    "trust-certificate",
  ],
  [
    "tls-self-signed",
    "with a file of the entry's own",
    { ...system("DEPTH_ZERO_SELF_SIGNED_CERT"), address: { certificate }, config: { tls: { caFile: "/ca.pem" } } },
    "settings",
  ],
  [
    "tls-self-signed",
    "with other settings for TLS",
    { ...system("DEPTH_ZERO_SELF_SIGNED_CERT"), address: { certificate }, config: { tls: {} } },
    "trust-certificate",
  ],
  [
    "tls-unknown-authority",
    "in a chain",
    { ...system("SELF_SIGNED_CERT_IN_CHAIN"), address: { certificate } },
    "trust-certificate",
  ],
  ["tls-unknown-authority", "that is missing", system("UNABLE_TO_GET_ISSUER_CERT"), "settings"],
  ["tls-unknown-authority", "that is missing here", system("UNABLE_TO_GET_ISSUER_CERT_LOCALLY"), "settings"],
  ["tls-unknown-authority", "whose word cannot be checked", system("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), "settings"],
  ["tls-expired", "too early", system("CERT_NOT_YET_VALID"), "restart"],
  ["tls-wrong-name", "of another host", system("ERR_TLS_CERT_ALTNAME_INVALID"), "settings"],
  ["tls-client-certificate", "that is missing", system("EPROTO", "tlsv13 alert certificate required"), "settings"],
  ["tls-failed", "for another reason", system("EPROTO", "unsupported protocol"), "settings"],
  ["tls-to-plain-port", "that does not answer", noTls, "settings"],
  [
    "tls-to-plain-port",
    "that answers without TLS",
    { ...noTls, address: { otherScheme: true } },
    { url: "http://mcp.example.com/mcp" },
  ],
  [
    "tls-to-plain-port",
    "of a web socket",
    { ...noTls, url: "WSS://mcp.example.com/mcp", address: { otherScheme: true } },
    { url: "ws://mcp.example.com/mcp" },
  ],
  [
    "tls-to-plain-port",
    "with a header, which stays secret",
    { ...noTls, headers: { a: "b" }, address: { otherScheme: true } },
    "settings",
  ],
  [
    "tls-to-plain-port",
    "with a sign-in, which stays secret",
    { ...noTls, auth: { type: "oauth" }, address: { otherScheme: true } },
    "settings",
  ],
  [
    "plain-to-tls-port",
    "of an http address",
    { url: "http://mcp.example.com/mcp", address: { otherScheme: true } },
    { url: "https://mcp.example.com/mcp" },
  ],
  [
    "plain-to-tls-port",
    "of a web socket",
    { url: "ws://h/mcp", address: { otherScheme: true } },
    { url: "wss://h/mcp" },
  ],
];
describe("what the doctor finds at an address", () => {
  findsEach(rows, ofAddress);

  const sentenceOf = (setting: AddressSetting) => findingsOf(ofAddress(setting))[0]?.sentence ?? "";

  it("names the proxy, and whether it asks for a password", () => {
    assert.match(sentenceOf({ ...status(407), address: proxied }), /the proxy http:\/\/proxy:8080 asks for a name/);
    const fails = sentenceOf({ ...system("ECONNREFUSED"), address: proxied });
    assert.match(fails, /through the proxy http:\/\/proxy:8080\. It does not work\. If the server/);
  });

  it("names a better address where it knows one", () => {
    assert.equal(
      sentenceOf({ ...status(404), address: better }),
      `${failing} An MCP server answers at ${better.better}: use that address.`,
    );
    assert.equal(sentenceOf(status(404)), failing);
  });

  it("names the certificate that would be trusted", () => {
    const own = { ...system("DEPTH_ZERO_SELF_SIGNED_CERT"), address: { certificate } };
    assert.match(
      sentenceOf(own),
      new RegExp(`certificate of mcp\\.example\\.com is self-signed.*${certificate.fingerprint}`),
    );
    assert.match(
      sentenceOf(system("DEPTH_ZERO_SELF_SIGNED_CERT")),
      /trust its certificate: DEPTH_ZERO_SELF_SIGNED_CERT/,
    );
    const [finding] = findingsOf(ofAddress(own));
    assert.equal(finding?.fix?.label, 'Trust the certificate of "mcp.example.com" (AB:AB:AB:AB:AB:AB:AB:AB…)');
    assert.match(
      sentenceOf({ ...system("SELF_SIGNED_CERT_IN_CHAIN"), address: { certificate } }),
      /comes from "mcp\.example\.com"/,
    );
    assert.match(sentenceOf(system("SELF_SIGNED_CERT_IN_CHAIN")), /comes from an authority, which/);
  });

  it("does not show the query of an address, which may hold a secret", () => {
    const [finding] = findingsOf(ofAddress(redirected("https://b/path?key=secret")));
    assert.equal(finding?.fix?.label, 'Set "url" to "https://b/path"');
  });
});
