import { profileFrom } from "../../../core/access/profileFrom";
import { editSettings } from "../../../core/config/editing/editSettings";
import { Profile, profileName } from "../../../core/config/schema/options/profiles";
import { HubError } from "../../../core/kernel/hubError";
import { message } from "../../../protocol/message";
import type { Scope } from "../../../protocol/scope";
import type { Commands } from "../../manifest/commandTable";
import { itemText } from "../../ui/plainText";
import type { ChoiceItem } from "../../ui/quickInput";
import type { CommandPorts } from "../commandPorts";
import { itemsOf } from "./chooseCommands";
import { profileAbout } from "./profileAbout";

/** Switches the profile of this workspace, and makes one of what is on. */
export function profileCommands(ports: CommandPorts): Pick<Commands, "mcpHub.switchProfile" | "mcpHub.saveProfile"> {
  const { choice, clients, stream } = ports;
  return {
    "mcpHub.switchProfile": async () => {
      const profiles = Object.entries(clients.profiles());
      const items: readonly ChoiceItem<string | undefined | typeof save>[] = [
        { label: message("profile.all", "All servers"), value: undefined },
        ...profiles.map(([name, scope]) => ({ label: itemText(name), description: profileAbout(scope), value: name })),
        { label: `$(save) ${message("profile.saveItem", "Save what is on as a profile…")}`, value: save },
      ];
      const placeholder = message("profile.select", "Select the profile of this workspace");
      const reply = await ports.screen.choice(
        { title: message("profile.switch", "Switch Profile"), placeholder },
        items,
        choice.profile,
      );
      if (reply.kind !== "value") return;
      if (reply.value === save) await saveProfile(ports);
      else if (reply.value !== choice.profile) await choice.switchProfile(reply.value);
    },
    "mcpHub.saveProfile": async () => {
      if (stream.view.servers.length === 0) throw new HubError("bad-arguments", nothingToSave());
      await saveProfile(ports);
    },
  };
}

const save = Symbol("save");

const nothingToSave = () =>
  message("profile.nothingToSave", "There is nothing to save: no server is configured, or the profile has none.");

/** Asks for a name, and writes the profile of what is on now into the person's own settings. */
async function saveProfile(ports: CommandPorts): Promise<void> {
  const { choice, clients, stream } = ports;
  const reply = await ports.screen.text({
    title: message("profile.save", "Save as Profile"),
    prompt: message("profile.prompt", "The name of the profile: letters, digits, period, underscore and hyphen."),
    placeholder: message("profile.example", "review"),
    value: "",
    check: (name) => nameProblem(name.trim(), clients.profiles()),
  });
  if (reply.kind !== "value") return;
  const name = reply.value.trim();
  const off = (await itemsOf(ports, "workspace"))
    .filter(({ isOn, offer }) => !isOn && offer.kind === "tool")
    .map(({ offer }) => `${offer.server}/${offer.name}`);
  const servers = stream.view.servers.map(({ id }) => id);
  await writeProfile(ports, name, profileFrom(choice.rule, servers, off));
  const text = message("profile.saved", 'The profile "{name}" was saved in your user settings.', { name });
  const use = { label: message("button.switchToIt", "Switch to It"), run: () => choice.switchProfile(name) };
  ports.screen.follow(text, [use], { failed: ports.showFailure });
}

function nameProblem(name: string, profiles: Readonly<Record<string, unknown>>): string | undefined {
  if (!profileName.test(name))
    return message(
      "profile.badName",
      "Begin with a letter or a digit, and use letters, digits, period, underscore and hyphen: at most 64.",
    );
  return Object.hasOwn(profiles, name)
    ? message("profile.exists", "A profile with this name already exists. Enter another name.")
    : undefined;
}

/** Adds a profile to the user settings; comments and layout stay. Rejects with a `HubError` where that is not possible. */
async function writeProfile({ imports: { texts } }: CommandPorts, name: string, profile: Scope): Promise<void> {
  if (!Profile.safeParse(profile).success)
    throw new HubError(
      "bad-arguments",
      message(
        "profile.tooLarge",
        "The profile was not saved: too much is turned off one by one. Use patterns instead.",
      ),
    );
  const location = { scope: "user" } as const;
  const before = await texts.load(location);
  const key = [...before.prefix, "mcpHub.profiles"];
  const text = before.text.trim() === "" ? "{}\n" : before.text;
  const after = editSettings(text, [...key, name], profile) ?? editSettings(text, key, { [name]: profile });
  if (after === undefined || (await texts.write([{ location, before, after }])) === "changed")
    throw new HubError(
      "bad-config",
      message(
        "profile.notSaved",
        "The profile was not saved: the user settings are not valid JSON, or have just changed. Correct them, and try again.",
      ),
    );
}
