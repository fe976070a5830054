import type { SwitchPlace } from "../../../core/access/switches";
import type { ServerId } from "../../../protocol/hubEvent";
import { message, nameOfServer } from "../../../protocol/message";
import type { Commands } from "../../manifest/commandTable";
import { itemText } from "../../ui/plainText";
import type { ChoiceItem } from "../../ui/quickInput";
import type { Screen } from "../../ui/screen";
import type { CommandPorts } from "../commandPorts";
import { calledBy, noServerText, targetOf } from "../commandTarget";
import { type ChosenItem, chosenItems, chosenTitle, itemAbout, switched } from "./chosenItems";
import { patternsIn, patternsProblem, patternsResult, patternsText } from "./patterns";

type ChooseCommand =
  | "mcpHub.turnOff"
  | "mcpHub.turnOn"
  | "mcpHub.chooseTools"
  | "mcpHub.chooseToolsEverywhere"
  | "mcpHub.turnOffByPattern";

/** Turns tools, prompts and resources off and on. What is chosen is kept by VS Code, and in no settings file. */
export function chooseCommands(
  ports: Pick<CommandPorts, "choice" | "stream" | "screen" | "whole" | "whyOff">,
): Pick<Commands, ChooseCommand> {
  const { choice, stream, screen } = ports;
  const isThere = (server: ServerId) => stream.view.servers.some(({ id }) => id === server);

  const choose = async (argument: unknown, place: SwitchPlace) => {
    const { server } = targetOf(argument);
    const items = await itemsOf(ports, place, server);
    const title =
      place === "workspace"
        ? message("choose.here", "Choose Tools")
        : message("choose.everywhere", "Choose Tools in Every Workspace");
    const chosen = await askItems(screen, title, items);
    if (!chosen) return;
    const { off, on } = switched(items, new Set(chosen));
    if (off.length > 0) await choice.turn(off, "off", place, isThere);
    if (on.length > 0) await choice.turn(on, "on", place, isThere);
  };

  /** Turns one thing of the tree off or on; from the palette, the person chooses from everything. */
  const turn = async (argument: unknown, to: "on" | "off") => {
    const offer = calledBy(argument);
    if (!offer) return choose(argument, "workspace");
    await choice.turn([offer], to, "workspace", isThere);
    const why = to === "on" ? ports.whyOff(offer) : undefined;
    if (why !== undefined) screen.say(why);
  };

  return {
    "mcpHub.turnOff": (argument) => turn(argument, "off"),
    "mcpHub.turnOn": (argument) => turn(argument, "on"),
    "mcpHub.chooseTools": (argument) => choose(argument, "workspace"),
    "mcpHub.chooseToolsEverywhere": (argument) => choose(argument, "everywhere"),
    "mcpHub.turnOffByPattern": async () => {
      const title = message("choose.byPattern", "Turn Off by Pattern");
      const place = await askPlace(screen, title);
      if (!place) return;
      const reply = await screen.text({
        title,
        prompt: message(
          "choose.patternsPrompt",
          "Tools, prompts and resources that match are off. * stands for any text. Separate patterns with commas.",
        ),
        placeholder: "github/*delete*, */file:///*",
        value: patternsText(choice.rule[place].patterns),
        check: patternsProblem,
      });
      if (reply.kind !== "value") return;
      const patterns = patternsIn(reply.value);
      await choice.setPatterns(patterns, place);
      const offers = (await itemsOf(ports, place)).map(({ offer }) => offer);
      screen.say(patternsResult(patterns, offers));
    },
  };
}

/** Everything that is offered, or what one server offers. */
export const itemsOf = (
  { whole, stream, choice }: Pick<CommandPorts, "whole" | "stream" | "choice">,
  place: SwitchPlace,
  server?: ServerId,
): Promise<readonly ChosenItem[]> =>
  chosenItems(
    {
      tools: whole.tools(),
      servers: stream.view.servers.map(({ id }) => id).filter((id) => server === undefined || id === server),
      catalog: (id) => whole.catalog(id),
    },
    choice.rule,
    place,
  );

/** The items that are to be on; `undefined` after a cancel. */
async function askItems(
  screen: Screen,
  title: string,
  items: readonly ChosenItem[],
): Promise<readonly ChosenItem[] | undefined> {
  if (items.length === 0) {
    screen.say(nothingText());
    return undefined;
  }
  const rows: ChoiceItem<ChosenItem | undefined>[] = [];
  let last: ServerId | undefined;
  for (const item of items) {
    const { server } = item.offer;
    if (server !== last)
      rows.push({
        label: itemText(nameOfServer(server)),
        kind: screen.heading,
        value: undefined,
      });
    last = server;
    rows.push({
      label: itemText(item.label),
      description: itemAbout(item),
      detail: itemText(item.about),
      value: item,
    });
  }
  const isItem = (value: ChosenItem | undefined): value is ChosenItem => value !== undefined;
  const titleOf = (values: readonly (ChosenItem | undefined)[]) =>
    chosenTitle(title, values.filter(isItem), items.length);
  const on = rows.filter(({ value }) => value?.isOn);
  const placeholder = message("choose.placeholder", "Select what chat, agents and other programs may use");
  const reply = await screen.choices({ title: titleOf(on.map(({ value }) => value)), titleOf, placeholder }, rows, on);
  return reply.kind === "value" ? reply.value.filter(isItem) : undefined;
}

const nothingText = (): string =>
  `${noServerText()} ${message("choose.nothing", "Or no server has connected yet, so nothing is known to choose from.")}`;

async function askPlace(screen: Screen, title: string): Promise<SwitchPlace | undefined> {
  const items: readonly ChoiceItem<SwitchPlace>[] = [
    { label: message("choose.thisWorkspace", "In this workspace"), value: "workspace" },
    { label: message("choose.everyWorkspace", "In every workspace"), value: "everywhere" },
  ];
  const placeholder = message("choose.where", "Select where the patterns apply");
  const reply = await screen.choice({ title, placeholder }, items);
  return reply.kind === "value" ? reply.value : undefined;
}
