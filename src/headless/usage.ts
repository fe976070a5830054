/** The text that `--help` prints. */
export const usage = `Usage: mcp-client-hub COMMAND --config FILE [--root FOLDER]... [--json]

Commands:
  tools                              list the tools of all servers
  call SERVER TOOL [--args JSON]     run one tool; JSON is an object
  status                             connect to all servers and show the state of each
  doctor [SERVER]                    say why servers do not work, each with its cause and what helps
  import [--from APP|FILE] [--write]  say what can be imported from other apps; --write adds what is new to FILE of --config
  serve                              offer all servers to other programs, over MCP and a REST API, until it is stopped
  stdio                              speak MCP on standard input and output, over a hub that runs already, or over its own
  sign-in SERVER [--device]          sign in to a server, in the browser or by a code on any device; serve renews the sign-in
  sign-out SERVER                    end that sign-in
  report [day | week | month]        how the hubs of this user did, against targets; needs no --config
  compatibility                      which features of the protocol are used in which of its revisions; needs no --config
  audit verify [FILE]                check the record of calls, or one file or folder of it; needs no --config

Options:
  --config FILE   JSON with "servers" (as in VS Code's mcp.json) or "mcpServers"; comments are allowed
  --root FOLDER   a folder that servers are asked to work in; may be given more than once
  --timeout S     how many seconds tools and status wait for all servers; by default as long as in any 30 seconds one connects or fails
  --from A        import: an app, such as cursor, or a file; by default your own files of all apps
  --write         import: add what is new to the file of --config; without it, nothing is written
  --host, --port  serve: where to listen; 127.0.0.1 and any free port by default
  --public-name N serve: a name, with or without a port, that clients reach it by, such as that of a proxy; may be repeated
  --token-file F  serve: the file with the token that clients need; made where it is missing
  --profile NAME  serve, stdio: offer only what this profile of the configuration names
  --server NAME   stdio: offer this one server, under its own names
  --approval A    serve, stdio: which calls somebody must allow: never, writes or always
  --origins LIST  serve: web pages of this machine that may use it, such as http://127.0.0.1:6274, with commas between them
  --jwt-issuer I, --jwt-audience A, and --jwt-secret-file F or --jwt-keys F
                  serve: also accept signed tokens (JWT) of this issuer for this audience. The secret (HS256) is in a file, or in
                  MCP_HUB_JWT_SECRET; the keys (RS256, ES256) are a JSON Web Key Set in a file, or at an address
  --device        sign-in: show a code instead of opening the browser
  --tls-cert F, --tls-key F
                  serve: certificate and key; needed for every address but those of this machine
  --json          print one JSON document on standard output and nothing else
  --help          show this text
  --version       show the version

A value for \${input:NAME} or \${secret:NAME} is read from the environment variable MCP_HUB_INPUT_NAME
(in which "_" stands for a dot or a dash), else from the folder "secretsFolder" or the program "secretCommand" of FILE.
Exit codes: 0 done, 1 the tool reported an error, the record was changed or a server does not work, 2 wrong usage or configuration, 3 could not run.`;
