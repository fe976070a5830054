import * as vscode from "vscode";
import type { Clock } from "../../../core/kernel/clock";
import { HubError } from "../../../core/kernel/hubError";
import type { RegistryServer } from "../../../core/registry/registryServer";
import { SearchSession, type SearchSessionPorts, type SearchState } from "../../../core/registry/searchSession";
import { message } from "../../../protocol/message";
import { itemText } from "../../ui/plainText";
import { showInput } from "../../ui/quickInput";
import { listText, serverTexts } from "./registryText";

export interface RegistryPick {
  readonly title: string;
  /** The registry, as a person knows it. */
  readonly where: string;
  readonly search: SearchSessionPorts["search"];
  readonly clock: Clock;
  /** Names of servers that a person knows already. */
  readonly known: readonly string[];
  /** What was typed before. */
  readonly text: string;
}

type Row = vscode.QuickPickItem & { readonly server?: RegistryServer; readonly isMore?: true };

/** Lists what a registry finds for what is typed. Settles with the chosen server, and what was typed. */
export async function pickRegistryServer(
  choice: RegistryPick,
): Promise<{ readonly server: RegistryServer; readonly text: string } | undefined> {
  const pick = vscode.window.createQuickPick<Row>();
  pick.placeholder = message("registry.placeholder", "Search {where}", { where: choice.where });
  const { title } = choice;
  const reply = await showInput<RegistryServer>(pick, { title, placeholder: pick.placeholder }, (store, settle) => {
    const session = store.add(
      new SearchSession({ search: choice.search, clock: choice.clock, changed: (state) => draw(pick, state, choice) }),
    );
    store.add(pick.onDidChangeValue((text) => session.type(text)));
    store.add(
      pick.onDidAccept(() => {
        const [row] = pick.selectedItems;
        if (row?.isMore) session.more();
        if (row?.server) settle({ kind: "value", value: row.server });
      }),
    );
    store.add(
      pick.onDidTriggerItemButton(({ item }) => {
        const address = item.server?.repository;
        if (address !== undefined) void vscode.env.openExternal(vscode.Uri.parse(address));
      }),
    );
    pick.value = choice.text;
    session.type(choice.text);
  });
  return reply.kind === "value" ? { server: reply.value, text: pick.value } : undefined;
}

/** VS Code filters by what is typed; the registry has done so already, in its own way. */
const shown = { alwaysShow: true } as const;

function draw(pick: vscode.QuickPick<Row>, state: SearchState, { where, known }: RegistryPick): void {
  pick.busy = state.isBusy;
  const { activeItems } = pick;
  const names = [...known, ...state.servers.map(({ name }) => name)];
  const { error } = state;
  const text = error === undefined ? listText(state, where) : undefined;
  const rows: Row[] = [
    ...state.servers.map((server) => serverRow(server, names)),
    ...(error === undefined
      ? []
      : [
          {
            ...shown,
            label: `$(error) ${message("registry.failed", "The search failed")}`,
            detail: itemText(error instanceof HubError ? error.message : String(error), 400),
          },
        ]),
    ...(text === undefined ? [] : [{ ...shown, label: itemText(text, 200) }]),
    ...(state.hasMore
      ? [{ ...shown, label: `$(ellipsis) ${message("registry.more", "Show more")}`, isMore: true as const }]
      : []),
  ];
  pick.items = rows;
  const [active] = activeItems;
  const same = rows.find((row) => row.server !== undefined && row.server.name === active?.server?.name);
  if (same) pick.activeItems = [same];
}

function serverRow(server: RegistryServer, names: readonly string[]): Row {
  const { label, description, detail, icon } = serverTexts(server, names);
  const page: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("link-external"),
    tooltip: message("registry.openRepository", "Open Repository"),
  };
  return {
    ...shown,
    label: `${icon === undefined ? "" : `$(${icon}) `}${itemText(label, 200)}`,
    description: itemText(description, 250),
    detail: itemText(detail, 300),
    ...(server.repository !== undefined && { buttons: [page] }),
    server,
  };
}
