import * as vscode from "vscode";
import type { ImportSource } from "../../../core/apps/import/candidate";
import { candidates, worthImporting } from "../../../core/apps/import/candidates";
import { findSources } from "../../../core/apps/import/findSources";
import { isSurelyPasted, pastedText, pasteProblem } from "../../../core/apps/paste/pastedText";
import { HubError } from "../../../core/kernel/hubError";
import { message } from "../../../protocol/message";
import type { AppEntryTarget, Commands } from "../../manifest/commandTable";
import { trustedSystem } from "../../settings/appSystem";
import { showFollowUps } from "../../ui/followUp";
import { askText } from "../../ui/quickInput";
import type { CommandPorts } from "../commandPorts";
import { appEntryTarget, isAt } from "./appEntryTarget";
import { currentRules } from "./currentRules";
import { notImported, notThere } from "./importText";
import type { ImportWalk } from "./importWalk";

type ImportCommand = "mcpHub.importServers" | "mcpHub.pasteServers" | "mcpHub.undoImport";

/** How long to wait before a file is read again that another program may be writing. */
const pauseMs = 100;

const importTitle = () => message("command.importServers", "Import Servers");
const pasteTitle = () => message("command.pasteServers", "Paste Server Configuration");

/** Commands that bring servers of other apps into the settings. No file of another app is changed. */
export function importCommands(ports: CommandPorts, walk: ImportWalk): Pick<Commands, ImportCommand> {
  const { imports, apps, clock, showFailure } = ports;
  const judged = (sources: readonly ImportSource[]) => candidates(sources, currentRules(imports, apps.system()));
  const pause = () => new Promise<void>((resolve) => void clock.after(pauseMs, resolve));

  const paste = async () => {
    const title = pasteTitle();
    const copied = await vscode.env.clipboard.readText();
    const text = isSurelyPasted(copied) ? copied : await askForText(title);
    const pasted = text === undefined ? undefined : pastedText(text);
    if (!pasted) return;
    const app = { id: "pasted", name: message("import.pasted", "Pasted Text") };
    const source: ImportSource = { app, file: { path: "", level: "user", shape: pasted.shape }, read: pasted.read };
    const all = judged([source]);
    const [only] = all;
    const isOne = all.length === 1 && only?.verdict.kind === "new" && source.read.problems.length === 0;
    await walk.run({ title, candidates: all, sources: [source], ...(isOne && { only: all }) });
  };

  const importOne = async (entry: AppEntryTarget, sources: readonly ImportSource[]) => {
    const one = judged(sources).find((candidate) => isAt(entry, candidate));
    const only = one ? worthImporting([one]) : [];
    if (one && only.length > 0)
      return void (await walk.run({ title: importTitle(), candidates: [one], sources: [one.source], only }));
    throw new HubError("bad-config", one ? notImported(one) : notThere(entry));
  };

  return {
    "mcpHub.importServers": async (argument) => {
      const sources = await findSources(trustedSystem(apps.system()), imports.files, pause);
      const entry = appEntryTarget(argument);
      if (entry) return importOne(entry, sources);
      if (sources.length > 0)
        return void (await walk.run({
          title: importTitle(),
          candidates: judged(sources),
          sources,
          followed: imports.current().options.follow.map(({ path }) => path),
        }));
      const none = message(
        "import.nothingFound",
        "No other app of this machine has MCP servers in a file that the hub knows. Paste a configuration instead.",
      );
      showFollowUps(none, [{ label: message("import.paste", "Paste"), run: paste }], { failed: showFailure });
    },
    "mcpHub.pasteServers": paste,
    "mcpHub.undoImport": () => walk.undo(),
  };
}

async function askForText(title: string): Promise<string | undefined> {
  const prompt = message(
    "import.pastePrompt",
    'JSON, a command line, an address, or a line such as "claude mcp add …". Several lines are read from the clipboard: copy them, then run this command again.',
  );
  const reply = await askText({ title, prompt, value: "", placeholder: '{"mcpServers": {…}}', check: pasteProblem });
  return reply.kind === "value" ? reply.value : undefined;
}
