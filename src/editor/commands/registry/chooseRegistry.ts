import * as vscode from "vscode";
import { expandHome } from "../../../core/config/schema/filePath";
import {
  officialRegistry,
  placeProblem,
  type RegistryPlace,
  registryPlace,
} from "../../../core/registry/registryAddress";
import { message } from "../../../protocol/message";
import type { Screen } from "../../ui/screen";

/** The registry of the settings; where there is none, the person chooses one. `undefined` after a cancel. */
export async function chooseRegistry(
  screen: Screen,
  title: string,
  setting: string,
  home: string,
): Promise<RegistryPlace | undefined> {
  const text = registryPlace(setting) ? setting : await ask(screen, title, setting.trim() !== "");
  const place = text === undefined ? undefined : registryPlace(text);
  if (place?.kind !== "file") return place;
  return { kind: "file", path: expandHome(place.path, { userHome: home }) };
}

/** Asks for a registry, and writes it into the user settings. */
async function ask(screen: Screen, title: string, isWrong: boolean): Promise<string | undefined> {
  const reply = await screen.choice<"official" | "other">(
    {
      title,
      step: 1,
      totalSteps: 2,
      placeholder: isWrong
        ? message(
            "registry.wrongSetting",
            '"mcpHub.registry" is neither an address nor a full path. Which registry should be searched?',
          )
        : message("registry.which", "No registry is set. Which one should be searched?"),
    },
    [
      {
        label: message("registry.official", "The Official MCP Registry"),
        description: new URL(officialRegistry).host,
        detail: message(
          "registry.officialAbout",
          "It gets what you type. Anyone may publish there; nobody checks what a server does.",
        ),
        value: "official",
      },
      {
        label: message("registry.other", "Another Address or a File…"),
        description: message("registry.otherAbout", "such as the registry of your organization"),
        value: "other",
      },
    ],
  );
  if (reply.kind !== "value") return undefined;
  const text = reply.value === "official" ? officialRegistry : await askOther(screen, title);
  if (text !== undefined)
    await vscode.workspace.getConfiguration("mcpHub").update("registry", text, vscode.ConfigurationTarget.Global);
  return text;
}

async function askOther(screen: Screen, title: string): Promise<string | undefined> {
  const reply = await screen.text({
    title,
    prompt: message("registry.enterAddress", "The address of the registry, or the full path of a JSON file."),
    placeholder: "https://registry.example.com",
    value: "",
    check: placeProblem,
  });
  return reply.kind === "value" ? reply.value.trim() : undefined;
}
