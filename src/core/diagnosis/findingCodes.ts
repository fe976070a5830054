import { message } from "../../protocol/message";

/** What can be done about a finding: a change of the entry, a command of the hub, or only what the sentence says. */
export type FixKind = "entry" | "command" | "none";

interface FindingTraits {
  /** The cause in a few words, as a title. */
  readonly cause: () => string;
  /** The fixes that findings of this code can have, the better one first. */
  readonly fixes: readonly FixKind[];
}

/** Every finding of the doctor, by its code. docs/diagnose.md has the same rows, and a test compares them. */
export const findingTable = {
  "entry-invalid": row(["command"], () => message("diagnosis.entryInvalid", "The entry cannot be used")),
  disabled: row(["entry"], () => message("diagnosis.disabled", "The server is disabled")),
  "restricted-mode": row(["command"], () => message("diagnosis.restrictedMode", "The window is in Restricted Mode")),
  "not-allowed": row(["command"], () => message("diagnosis.notAllowed", "Nobody has allowed the server to run")),
  "input-missing": row(["command"], () => message("diagnosis.inputMissing", "A value or a secret is missing")),

  "folder-missing": row(["entry"], () => message("diagnosis.folderMissing", 'The folder in "cwd" does not exist')),
  "arguments-in-command": row(["entry"], () =>
    message("diagnosis.argumentsInCommand", '"command" also holds the arguments'),
  ),
  "program-elsewhere": row(["entry"], () =>
    message("diagnosis.programElsewhere", "The program is installed, but not on the PATH"),
  ),
  "program-not-found": row(["command"], () => message("diagnosis.programNotFound", "The program was not found")),
  "program-not-on-remote": row(["command"], () =>
    message("diagnosis.programNotOnRemote", "The remote machine or container does not have the program"),
  ),
  "interpreter-missing": row(["entry", "command"], () =>
    message("diagnosis.interpreterMissing", "The program that runs the script was not found"),
  ),
  "script-without-interpreter": row(["entry"], () =>
    message("diagnosis.scriptWithoutInterpreter", "The script does not say what runs it"),
  ),
  "not-executable": row(["entry", "command"], () =>
    message("diagnosis.notExecutable", "You are not allowed to run the file as a program"),
  ),
  "wrong-architecture": row(["command"], () =>
    message("diagnosis.wrongArchitecture", "The program is made for another system or processor"),
  ),

  "docker-not-running": row(["command"], () => message("diagnosis.dockerNotRunning", "Docker is not running")),
  "image-not-found": row(["command"], () => message("diagnosis.imageNotFound", "The container image was not found")),
  "package-not-found": row(["command"], () => message("diagnosis.packageNotFound", "The package does not exist")),
  "registry-unreachable": row(["command"], () =>
    message("diagnosis.registryUnreachable", "The package registry cannot be reached"),
  ),
  "download-slow": row(["entry"], () => message("diagnosis.downloadSlow", "The first download takes too long")),
  "module-missing": row(["command"], () =>
    message("diagnosis.moduleMissing", "A module of the program is not installed"),
  ),
  "key-missing": row(["entry"], () => message("diagnosis.keyMissing", "An environment variable is missing")),
  "port-in-use": row(["command"], () => message("diagnosis.portInUse", "Another program uses the port")),
  "killed-by-signal": row(["command"], () => message("diagnosis.killedBySignal", "The system ended the program")),
  "exits-at-once": row(["command"], () => message("diagnosis.exitsAtOnce", "The program ends at once")),
  "not-mcp": row(["command"], () => message("diagnosis.notMcp", "The program does not speak MCP")),
  "no-answer": row(["entry"], () => message("diagnosis.noAnswer", "The server does not answer in time")),
  "prints-on-stdout": row(["none"], () =>
    message("diagnosis.printsOnStdout", "The program prints logs on standard output"),
  ),

  "port-refused": row(["command"], () => message("diagnosis.portRefused", "Nothing listens at the address")),
  "other-loopback": row(["entry"], () =>
    message("diagnosis.otherLoopback", "It listens at another address of this machine"),
  ),
  "no-network": row(["command"], () => message("diagnosis.noNetwork", "This machine has no network")),
  "name-not-found": row(["command"], () => message("diagnosis.nameNotFound", "The host name was not found")),
  "no-route": row(["command"], () => message("diagnosis.noRoute", "There is no route to the host")),
  "connection-closed": row(["command"], () =>
    message("diagnosis.connectionClosed", "The server closes the connection"),
  ),
  "not-http": row(["command"], () => message("diagnosis.notHttp", "What answers does not speak HTTP")),
  proxy: row(["command"], () => message("diagnosis.proxy", "The proxy does not let the connection through")),

  "tls-self-signed": row(["entry", "command"], () =>
    message("diagnosis.tlsSelfSigned", "The certificate is self-signed"),
  ),
  "tls-unknown-authority": row(["entry", "command"], () =>
    message("diagnosis.tlsUnknownAuthority", "The certificate's authority is not known here"),
  ),
  "tls-expired": row(["command"], () => message("diagnosis.tlsExpired", "The certificate is not valid now")),
  "tls-wrong-name": row(["command"], () => message("diagnosis.tlsWrongName", "The certificate is for another name")),
  "tls-client-certificate": row(["command"], () =>
    message("diagnosis.tlsClientCertificate", "The server asks for a client certificate"),
  ),
  "tls-to-plain-port": row(["entry", "command"], () =>
    message("diagnosis.tlsToPlainPort", "https is used with a port for http"),
  ),
  "plain-to-tls-port": row(["entry"], () => message("diagnosis.plainToTlsPort", "http is used with a port for https")),
  "tls-failed": row(["command"], () => message("diagnosis.tlsFailed", "The TLS connection fails")),

  "login-page": row(["command"], () => message("diagnosis.loginPage", "A login page answers")),
  "web-page": row(["entry", "command"], () => message("diagnosis.webPage", "A web page answers")),
  redirect: row(["entry", "command"], () => message("diagnosis.redirect", "The server is at another address")),
  "sign-in-needed": row(["command"], () => message("diagnosis.signInNeeded", "The server asks for a sign-in (401)")),
  "credential-refused": row(["command"], () =>
    message("diagnosis.credentialRefused", "The server refuses the credential (401)"),
  ),
  forbidden: row(["command"], () => message("diagnosis.forbidden", "The server refuses access (403)")),
  "not-found": row(["entry", "command"], () => message("diagnosis.notFound", "Nothing is at the path (404)")),
  "method-not-allowed": row(["entry", "command"], () =>
    message("diagnosis.methodNotAllowed", "The address does not take MCP requests (405)"),
  ),
  "not-acceptable": row(["entry", "command"], () =>
    message("diagnosis.notAcceptable", "The server does not accept what the request asks for (406)"),
  ),
  "too-many-requests": row(["command"], () =>
    message("diagnosis.tooManyRequests", "The server asks for fewer requests (429)"),
  ),
  "server-failed": row(["command"], () => message("diagnosis.serverFailed", "The server fails (5xx)")),
  "request-refused": row(["command"], () => message("diagnosis.requestRefused", "The server refuses the request")),

  "session-lost": row(["command"], () => message("diagnosis.sessionLost", "The server forgets the session")),
  "other-revision": row(["entry", "command"], () =>
    message("diagnosis.otherRevision", "There is no common revision of the protocol"),
  ),
  "broken-protocol": row(["command"], () => message("diagnosis.brokenProtocol", "The server breaks the protocol")),
  "bad-schema": row(["none"], () => message("diagnosis.badSchema", "The schema of a tool is wrong")),
  "list-missing": row(["command"], () => message("diagnosis.listMissing", "A list of the server cannot be read")),
  unknown: row(["command"], () => message("diagnosis.unknown", "Something else failed")),
} as const satisfies Readonly<Record<string, FindingTraits>>;

/** Why a server does not work, by name. */
export type FindingCode = keyof typeof findingTable;

function row(fixes: readonly FixKind[], cause: () => string): FindingTraits {
  return { cause, fixes };
}
