import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { z } from "zod";

const Announced = z.object({ url: z.string(), issuer: z.string() });

/** Starts an MCP server behind oidc-provider, as a process of its own (oidcServer.mjs). `lifetime`: seconds of an access token. */
export async function startOidc(lifetime = 3600) {
  const child = spawn(process.execPath, ["test/support/oidcServer.mjs", String(lifetime)], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error("The authorization server ended.");
    return String(value);
  };
  let first = await next();
  while (!first.startsWith("{")) first = await next(); // what it warns of, being for production
  const announced = Announced.parse(JSON.parse(first));
  const tell = async (command: "expire" | "revoke") => {
    child.stdin.write(`${command}\n`);
    await next();
  };
  return {
    ...announced,
    /** Every access token ends now. */
    expire: () => tell("expire"),
    /** Every grant ends now, as an administrator does it. */
    revoke: () => tell("revoke"),
    stop: () =>
      new Promise<void>((resolve) => {
        child.once("exit", () => resolve());
        child.kill();
      }),
  };
}

export type Oidc = Awaited<ReturnType<typeof startOidc>>;
