import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { systemClock } from "../../../src/core/kernel/clock";
import type { Exchange } from "../../../src/gateway/http/exchange";
import { listenLocally } from "../../../src/gateway/http/localSocket";
import { sendJson } from "../../../src/gateway/http/respond";
import { noDefect } from "../../support/noDefect";
import { until } from "../../support/until";

describe("the socket of a user's own programs", () => {
  if (process.platform === "win32") return;
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hub-socket-"));
    path = join(folder, "run", "hub.sock");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (
    handler: (exchange: Exchange) => void = (exchange) => sendJson(exchange, 200, { path: exchange.path }),
  ) => listenLocally(path, handler, { clock: systemClock, report: noDefect });
  const ask = (host = "localhost") =>
    new Promise<number>((resolve, reject) => {
      const sent = request({ socketPath: path, path: "/mcp", headers: { host } }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode ?? 0));
      });
      sent.on("error", reject).end();
    });

  it("answers under the name of this machine alone, and is open to its user alone", async () => {
    mkdirSync(dirname(path));
    chmodSync(dirname(path), 0o755);
    const socket = await open();
    try {
      assert.equal(socket.path, path);
      assert.deepEqual([await ask(), await ask("127.0.0.1"), await ask("evil.example")], [200, 403, 403]);
      assert.equal(statSync(path).mode & 0o777, 0o600);
      assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
    } finally {
      await socket.close();
    }
    assert.ok(!existsSync(path));
    await assert.rejects(ask());
  });

  it("takes the place of what a process left behind that is gone", async () => {
    mkdirSync(dirname(path));
    writeFileSync(path, "");
    const socket = await open();
    assert.equal(await ask(), 200);
    await socket.close();
  });

  it("closes with what runs, which hears of it", async () => {
    let exchange: Exchange | undefined;
    const socket = await open((one) => {
      exchange = one;
    });
    const asked = assert.rejects(ask());
    const { signal } = await until("the request has come", () => exchange ?? false);
    assert.equal(signal.aborted, false);
    await socket.close();
    assert.equal(signal.aborted, true);
    await asked;
  });

  it("says what the system says where it cannot be", async () => {
    writeFileSync(join(folder, "run"), "a file");
    await assert.rejects(open(), /EEXIST|ENOTDIR/);
  });
});
