import assert from "node:assert/strict";
import { type SocketAddress, socketAddress } from "../../../../src/core/config/schema/socketAddress";
import { addressKind, urlProblem } from "../../../../src/core/config/schema/urlProblem";

describe("an address of a socket", () => {
  const rows: [url: string, address: SocketAddress | undefined][] = [
    ["tcp://127.0.0.1:80", { kind: "tcp", host: "127.0.0.1", port: 80 }],
    ["tcp://[::1]:9", { kind: "tcp", host: "::1", port: 9 }],
    ["tcp://host", undefined],
    ["unix:/run/a.sock", { kind: "unix", path: "/run/a.sock" }],
    ["unix:///run/a.sock", { kind: "unix", path: "/run/a.sock" }],
    ["unix:/run/a%20b.sock", { kind: "unix", path: "/run/a b.sock" }],
    ["unix:/run/a b.sock", { kind: "unix", path: "/run/a b.sock" }],
    ["unix:/", undefined],
    ["unix:a.sock", undefined],
    ["unix://host/a.sock", undefined],
    ["pipe:mcp", { kind: "pipe", path: "\\\\.\\pipe\\mcp" }],
    ["pipe:\\\\.\\pipe\\mcp", { kind: "pipe", path: "\\\\.\\pipe\\mcp" }],
    ["pipe://./pipe/mcp", { kind: "pipe", path: "\\\\.\\pipe\\mcp" }],
    ["pipe:", undefined],
    ["https://example.com", undefined],
  ];
  for (const [url, address] of rows)
    it(`${url} → ${address ? JSON.stringify(address) : "none"}`, () => assert.deepEqual(socketAddress(url), address));

  it("is told from the others by its scheme", () => {
    const urls = ["http://a", "HTTPS://a", "ws://a", "wss://a", "tcp://a:1", "unix:/a", "pipe:a", "ftp://a"];
    assert.deepEqual(urls.map(addressKind), [
      ...["http", "http", "websocket", "websocket", "socket", "socket", "socket", undefined],
    ]);
  });

  it("that is not whole is said in the settings", () => {
    assert.match(urlProblem("tcp://host") ?? "", /Write one such as "tcp:\/\/127\.0\.0\.1:8080"/);
    assert.match(urlProblem("ftp://host") ?? "", /http:\/\/, https:\/\/, ws:\/\/, wss:\/\/, tcp:\/\/, unix: or pipe:/);
    assert.equal(urlProblem("unix:/run/a.sock"), undefined);
  });
});
