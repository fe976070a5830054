// Asks the services of a hub what is asked of one real server.
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";

/** @typedef {import("./servers.mjs").Asked} Asked */

/**
 * Starts a server that is installed in a folder, asks everything of it, and ends it.
 *
 * @param {typeof import("../../../src/headless").createHub} createHub
 * @param {import("./servers.mjs").Tried} server
 * @param {string} folder the folder that has its `node_modules`
 * @param {string} base the address of the fake vendor
 * @returns {Promise<{ ask: Asked, isRight: boolean, got: string }[]>} what came of each; `got` is the answer as JSON, or the failure
 */
export async function asked(createHub, { name, args = [], env, redirected, asks }, folder, base) {
  const home = join(folder, "node_modules", name.slice(0, name.lastIndexOf("@")));
  const { bin } = JSON.parse(await readFile(join(home, "package.json"), "utf8"));
  const program = join(home, typeof bin === "string" ? bin : String(Object.values(bin)[0]));
  const preload = redirected ? ["--require", resolve("test/services/endToEnd/redirect.cjs")] : [];
  const hub = createHub({
    servers: {
      tried: {
        command: process.execPath,
        args: [...preload, program, ...args],
        env: { ...env(base), FAKE_BASE: base },
      },
    },
    directory: folder,
    options: { retries: 0 },
  });
  const answers = [];
  try {
    for (const ask of asks) {
      const [service, method, given, expected] = ask;
      /** @type {Record<string, any>} */
      const services = hub.services;
      let said = "";
      const got = await services[service]("tried")
        [method](given)
        .catch((/** @type {any} */ error) => {
          said = ` ${error.message}`;
          return error.code ?? error;
        });
      answers.push({ ask, isRight: isDeepStrictEqual(got, expected), got: `${JSON.stringify(got)}${said}` });
    }
  } finally {
    await hub.close();
  }
  return answers;
}
