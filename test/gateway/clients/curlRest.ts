import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ClientKind } from "./otherClient";

const run = promisify(execFile);
const limitSeconds = "30";

/** Plain curl on the REST API, which has tools only. */
export const curlRest: ClientKind = {
  name: "curl, REST",
  noAnswers: "one request and one answer leave no room for a question; a hub with a person asks that person",
  open: {
    rest: async ({ url, token, server }) => {
      const ask = async (path: string, ...more: readonly string[]) => {
        const { stdout } = await run("curl", [
          ...["--silent", "--show-error", "--max-time", limitSeconds, "--header", `Authorization: Bearer ${token}`],
          ...[...more, new URL(`/api/v1/mcp/${path}`, url).href],
        ]);
        const answer = JSON.parse(stdout);
        if (answer.status === "error") throw new Error(stdout);
        return answer;
      };
      return {
        tools: async () =>
          (await ask(`servers/${server}/tools`)).tools.map(({ name }: { readonly name: string }) => name),
        call: async (tool_name, tool_input) =>
          JSON.stringify(
            (await ask("chat", "--json", JSON.stringify({ server_id: server, tool_name, tool_input }))).tool_output,
          ),
        close: async () => {},
      };
    },
  },
};
