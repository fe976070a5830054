import assert from "node:assert/strict";
import { type ReadEntry, readServers } from "../../../../src/core/config/reading/readServers";

const user = { scope: "user" } as const;
const stdio = { command: "npx" };

/** The sentences on one entry called `files`, each with its severity and its path below the entry. */
function sentences(entry: unknown): string[] {
  return readServers({ files: entry }, user).problems.map(
    ({ severity, path, message }) =>
      `${severity} ${path.slice(2).join(".")}: ${message.replace('Server "files": ', "")}`,
  );
}

/** What is wrong → what a person is told. */
const mistakes: [what: string, entry: unknown, ...said: string[]][] = [
  [
    "an unknown way to sign in",
    { url: "https://a.example", auth: { type: "oath" } },
    'error auth.type: "auth.type" must be "oauth", "client-credentials", "enterprise", "workload", "bearer", "api-key", "basic", "command", "editor" or "none", but it is "oath".',
  ],
  [
    "a way to sign in without a type",
    { url: "https://a.example", auth: { token: "x" } },
    'error auth.type: "auth.type" is missing. It must be "oauth", "client-credentials", "enterprise", "workload", "bearer", "api-key", "basic", "command", "editor" or "none".',
  ],
  [
    "a way to sign in with a mistake",
    { url: "https://a.example", auth: { type: "bearer", token: 7 } },
    'error auth.token: "auth.token" must be text, but it is a number. Put it in quotes.',
  ],
  [
    "a word for a way to sign in",
    { url: "https://a.example", auth: "oauth" },
    'error auth: "auth" must be an object such as {"NAME": "value"}, but it is text.',
  ],
  [
    "a check beside a program that prints a token",
    { url: "https://a.example", auth: { type: "command", command: "a", check: { command: "b" } } },
    'error auth.check: "auth.check" cannot be used: it needs "output": "none", since a check prints no token.',
  ],
  [
    "two tools with the same alias",
    { ...stdio, tools: { one: { alias: "look" }, two: { alias: "look" } } },
    'error tools.two.alias: "tools.two.alias" cannot be used: it is also the alias of "one".',
  ],
  [
    "an alias that is another tool",
    { ...stdio, tools: { one: { alias: "two" }, two: { retries: 1 }, three: { alias: "three" } } },
    'error tools.one.alias: "tools.one.alias" cannot be used: it is the name of another tool.',
  ],
  [
    "an alias that no model can call",
    { ...stdio, tools: { one: { alias: "look around" } } },
    'error tools.one.alias: "tools.one.alias" cannot be used: an alias has up to 64 letters, digits, _ and -, and begins with a letter or _.',
  ],
  [
    "an icon that is an address",
    { ...stdio, icon: "https://a.example/icon.png" },
    'error icon: "icon" cannot be used: it is the name of an icon of the editor, such as "ticket", or a picture as a data: address.',
  ],
  [
    "a number for which tools",
    { ...stdio, readOnly: 1 },
    'error readOnly: "readOnly" must be true or false or a list of texts, but it is a number.',
  ],
  [
    "a replica with a mistake",
    { ...stdio, replicas: [{ url: 7 }] },
    'error replicas.0.url: "replicas[0].url" must be text, but it is a number. Put it in quotes.',
  ],
  [
    "text instead of an entry",
    "npx",
    'error : the entry must be an object such as {"command": "npx", "args": ["-y", "some-server"]} or {"url": "https://example.com/mcp"}, but it is text.',
  ],
  [
    "null",
    null,
    'error : the entry must be an object such as {"command": "npx", "args": ["-y", "some-server"]} or {"url": "https://example.com/mcp"}, but it is null.',
  ],
  [
    "both ways to reach it",
    { ...stdio, url: "https://example.com" },
    'error url: it has both "command" and "url". Keep "command" for a program on this machine, or "url" for a server reached over HTTP.',
  ],
  ["a synonym", { cmd: "npx" }, 'error cmd: "cmd" is not known. Did you mean "command"?'],
  [
    "another app's address",
    { serverUrl: "https://example.com" },
    'error serverUrl: "serverUrl" is not known. Did you mean "url"?',
  ],
  ["a slip of the keys", { ...stdio, agrs: ["-y"] }, 'error agrs: "agrs" is not known. Did you mean "args"?'],
  ["another case", { ...stdio, Env: {} }, 'error Env: "Env" is not known. Did you mean "env"?'],
  [
    "disabled",
    { ...stdio, disabled: true },
    'error disabled: "disabled" is not known. Write "enabled": false instead.',
  ],
  [
    "a foreign key",
    { ...stdio, gallery: true },
    'warning gallery: "gallery" is not used by the hub and has no effect.',
  ],
  ["a title", { ...stdio, title: "x" }, 'warning title: "title" is not used by the hub and has no effect.'],
  ["type and nothing else", { type: "stdio" }, 'error : "command" is missing: the program to start.'],
  ["type http and nothing else", { type: "http" }, 'error : "url" is missing: the address of the server.'],
  [
    "an empty entry",
    {},
    'error : it has neither "command" nor "url". For example, write {"command": "npx", "args": ["-y", "some-server"]} or {"url": "https://example.com/mcp"}.',
  ],
  [
    "servers within",
    { files: stdio, other: stdio },
    'error : it has neither "command" nor "url". If there are servers inside it, move them up one level.',
  ],
  [
    "arguments of nothing",
    { args: ["-y"] },
    'error : it has neither "command" nor "url". For example, write {"command": "npx", "args": ["-y", "some-server"]} or {"url": "https://example.com/mcp"}; without them, only "enabled" and "label" are allowed here.',
  ],
  [
    "arguments as text",
    { ...stdio, args: "-y files" },
    'error args: "args" must be a list of texts, but it is text. For example, write ["-y", "some-server"].',
  ],
  [
    "a number as an argument",
    { ...stdio, args: ["-p", 80] },
    'error args.1: "args[1]" must be text, but it is a number. Put it in quotes.',
  ],
  [
    "a switch in env",
    { ...stdio, env: { DEBUG: true } },
    'error env.DEBUG: "env.DEBUG" must be text, a number or null, but it is true. Put it in quotes.',
  ],
  ["a name that env cannot have", { ...stdio, env: { "A=B": "x" } }, 'error env.A=B: "A=B" cannot be a name in "env".'],
  ["an empty command", { command: "" }, 'error command: "command" is empty.'],
  ["a list as command", { command: ["npx"] }, 'error command: "command" must be text, but it is a list.'],
  ["a long label", { ...stdio, label: "x".repeat(81) }, 'error label: "label" must not be longer than 80 characters.'],
  ["enabled in quotes", { ...stdio, enabled: "no" }, 'error enabled: "enabled" must be true or false, but it is text.'],
  [
    "the wrong type",
    { ...stdio, type: "http" },
    'error type: "type" must be "stdio", but it is "http". For a server reached over HTTP, write "url" instead of "command".',
  ],
  [
    "another app's type",
    { type: "streamable-http", url: "https://example.com" },
    'error type: "type" must be "http" or "sse", but it is "streamable-http". Write "http".',
  ],
  [
    "headers for a program",
    { ...stdio, headers: {} },
    'error headers: "headers" belongs to a server with "url". A program gets its settings through "args" and "env".',
  ],
  [
    "env for an address",
    { url: "https://example.com", env: {} },
    'error env: "env" belongs to a server with "command". A server with "url" takes "headers".',
  ],
  [
    "no address",
    { url: "example" },
    'error url: "url" is not an address. Write one such as "https://example.com/mcp".',
  ],
  [
    "another scheme",
    { url: "ftp://example.com" },
    'error url: "url" begins with "ftp:". Write an address that begins with http://, https://, ws://, wss://, tcp://, unix: or pipe:.',
  ],
  [
    "a password in the address",
    { url: "https://me:pw@example.com" },
    'error url: "url" contains a user name or a password, which HTTP clients refuse. Send them in "headers", for example {"Authorization": "Basic ${input:credentials}"}.',
  ],
  [
    "a header's name",
    { url: "https://example.com", headers: { "X Y": "1" } },
    'error headers.X Y: "X Y" cannot be a name in "headers".',
  ],
  [
    "an unknown variable",
    { ...stdio, args: ["${workspaceRoot}/x"] },
    'error args.0: "${workspaceRoot}" is not a variable that the hub knows. Use one of ${workspaceFolder}, ${workspaceFolder:NAME}, ${workspaceFolderBasename}, ${userHome}, ${pathSeparator}, ${env:NAME}, ${env:NAME:-default}, ${input:NAME}, ${secret:NAME}.',
  ],
  [
    "a variable with a name that cannot be stored",
    { ...stdio, args: ["${input:my token}"] },
    'error args.0: "${input:my token}" is not a variable that the hub knows. Use one of ${workspaceFolder}, ${workspaceFolder:NAME}, ${workspaceFolderBasename}, ${userHome}, ${pathSeparator}, ${env:NAME}, ${env:NAME:-default}, ${input:NAME}, ${secret:NAME}.',
  ],
  [
    "a whole command line",
    { command: "npx -y files" },
    'warning command: "command" contains spaces, and all of it is used as the name of the program. Move what follows the program into "args".',
  ],
];

/** What is right, whatever it looks like. */
const good: [what: string, entry: unknown][] = [
  [
    "a program",
    { type: "stdio", command: "npx", args: ["-y"], env: { A: "1", B: 2, C: null }, cwd: "${workspaceFolder}" },
  ],
  ["a path with spaces", { command: "C:\\Program Files\\node\\node.exe" }],
  ["an address", { url: "https://example.com", headers: { "X-Key": "${input:key}" } }],
  ["an address with variables", { type: "sse", url: "${env:BASE}/mcp" }],
  ["a change to a wider entry", { enabled: false, label: "Files" }],
];

describe("reading the servers of one place", () => {
  for (const [what, entry, ...said] of mistakes)
    it(`says what is wrong: ${what}`, () => assert.deepEqual(sentences(entry), said));

  for (const [what, entry] of good) it(`takes ${what}`, () => assert.deepEqual(sentences(entry), []));

  it("keeps the others when one entry is wrong", () => {
    const { entries, problems } = readServers({ bad: { cmd: "x" }, good: stdio }, user);
    assert.deepEqual(
      entries.map(({ name, content }) => [name, content.kind]),
      [
        ["bad", "invalid"],
        ["good", "server"],
      ],
    );
    assert.deepEqual(
      problems.map(({ path }) => path),
      [["mcpHub.servers", "bad", "cmd"]],
    );
  });

  it("says in the tree what is wrong, and how much more there is", () => {
    assert.equal(
      errorOf(readServers({ files: { cmd: "x" } }, user).entries[0]),
      'Server "files": "cmd" is not known. Did you mean "command"?',
    );
    assert.equal(
      errorOf(readServers({ files: { ...stdio, agrs: [], enabled: 1 } }, user).entries[0]),
      'Server "files": "agrs" is not known. Did you mean "args"? 1 more in the Problems view.',
    );
  });

  it("never repeats a value, which may be a secret", () => {
    const secret = "hunter2hunter2";
    const { problems } = readServers(
      {
        a: { url: secret, headers: secret },
        b: { command: [secret], env: { TOKEN: [secret] }, args: { secret } },
        c: secret,
        d: { url: `https://${secret}@example.com` },
      },
      user,
    );
    assert.equal(problems.length, 6);
    for (const { message } of problems) assert.equal(message.includes(secret), false, message);
  });

  it("gives a name that cannot be one a node of its own, still under what is written", () => {
    const { entries, problems } = readServers({ " my\nserver!": stdio, "my-server!": stdio }, user);
    assert.deepEqual(
      entries.map(({ name, key, label, content }) => [name, key, label, content.kind]),
      [
        ["my-server!-2", " my\nserver!", "my server!", "invalid"],
        ["my-server!", "my-server!", undefined, "server"],
      ],
    );
    assert.match(problems[0]?.message ?? "", /Rename it, for example to "my-server!-2"\.$/);
  });

  it("keeps enabled and label of an entry that is wrong elsewhere", () => {
    const [entry] = readServers({ files: { cmd: "x", enabled: false, label: "Files" } }, user).entries;
    assert.deepEqual([entry?.enabled, entry?.label], [false, "Files"]);
    const [odd] = readServers({ files: { cmd: "x", enabled: "no", label: 7 } }, user).entries;
    assert.deepEqual([odd?.enabled, odd?.label], [undefined, undefined]);
  });

  for (const value of ["text", 3, true, [stdio]])
    it(`gives one problem and no server for ${JSON.stringify(value)}`, () => {
      const { entries, problems } = readServers(value, { scope: "folder", source: "/a" });
      assert.deepEqual(entries, []);
      assert.deepEqual(
        problems.map(({ scope, source, path }) => ({ scope, source, path })),
        [{ scope: "folder", source: "/a", path: ["mcpHub.servers"] }],
      );
    });

  it("reads no more than 500 entries, and says so", () => {
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`s${i}`, stdio]));
    const { entries, problems } = readServers(many, user);
    assert.equal(entries.length, 500);
    assert.deepEqual(
      problems.map(({ message }) => message),
      ["There are 501 servers here; only the first 500 are read."],
    );
  });

  it("reads 500 entries without a word, and cuts the label of one whose name is too long", () => {
    const entries = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`s${n}`, stdio]));
    assert.deepEqual([readServers(entries, user).entries.length, readServers(entries, user).problems], [500, []]);
    const [long] = readServers({ ["x".repeat(1000)]: stdio }, user).entries;
    assert.deepEqual([long?.label, long?.content.kind], ["x".repeat(80), "invalid"]);
  });

  it("takes names that every object has", () => {
    const { entries } = readServers(
      JSON.parse('{"__proto__": {"command": "x"}, "constructor": {"command": "y"}}'),
      user,
    );
    assert.deepEqual(
      entries.map(({ name }) => name),
      ["__proto__", "constructor"],
    );
  });
});

const errorOf = (entry: ReadEntry | undefined): string | undefined =>
  entry?.content.kind === "invalid" ? entry.content.error.message : undefined;
