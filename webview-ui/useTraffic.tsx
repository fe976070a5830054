import { useMemo, useRef, useState } from "preact/hooks";
import type { ServerId } from "../src/protocol/hubEvent";
import { message, textLanguage } from "../src/protocol/message";
import { callerName, callerOf } from "./columns";
import { DetailsPane } from "./details/detailsPane";
import { logsDuring } from "./details/logsDuring";
import { EmptyList } from "./emptyList";
import { readRows } from "./file/readRows";
import { writeRows } from "./file/writeRows";
import { changed, type Filter, filtering } from "./filter";
import { FilterBar } from "./filterBar";
import { footerWords } from "./footerWords";
import { Tool } from "./headBar";
import { hostDoings } from "./hostDoings";
import type { HostPort } from "./hostPort";
import { Icon } from "./icon";
import type { PageState } from "./pageState";
import type { PanelModel } from "./panelModel";
import type { Row } from "./row";
import { type ListControls, RowList } from "./rowList";
import { indexOfRow, noRows, type Rows, rowsAfter } from "./rows";
import { ServerBar } from "./serverBar";
import { ServerDetails } from "./serverDetails";
import { useKeys } from "./useKeys";

interface TrafficProps {
  readonly host: HostPort;
  readonly model: PanelModel;
  /** Empties the list; returns the number of the last event that was in it. */
  readonly clearRows: () => number;
  readonly state: PageState;
  readonly change: (parts: Partial<PageState>) => void;
  readonly fail: (error: unknown) => void;
  readonly showCard: (server: ServerId) => void;
  readonly isShown: boolean;
}

/** Rows of a file, in place of those of this hub. */
interface Imported {
  readonly name: string;
  readonly rows: Rows;
  readonly skipped: number;
}

/** The view of everything that happens: its servers, its rows, and beside them the row that somebody looks at; and the tools for it. */
export function useTraffic({ host, model, clearRows, state, change: keep, fail, showCard, isShown }: TrafficProps) {
  /** While paused: the rows to keep showing. New events still go into the model. */
  const [paused, setPaused] = useState<Rows>();
  const [imported, setImported] = useState<Imported>();
  const [selected, setSelected] = useState<number>();
  const [isOpen, setOpen] = useState(false);
  const [follows, setFollows] = useState(true);
  const list = useRef<ListControls>(null);
  const searchBox = useRef<HTMLInputElement>(null);

  const change = (filter: Filter) => keep({ filter });
  const doings = useMemo(() => hostDoings(host, fail), [host]);

  const { filter } = state;
  const { view } = model;
  const rows = imported?.rows ?? paused ?? model.rows;
  const find = useMemo(() => filtering(filter), [filter]);
  const { list: shown, counts } = useMemo(() => find(rows.list), [find, rows]);
  const labels = useMemo(() => new Map(view.servers.map(({ id, label }) => [id, label])), [view.servers]);
  const callers = useMemo(() => callersIn(state.moreFilters ? rows.list : []), [rows, state.moreFilters]);
  const labelOf = (server: ServerId | undefined) => (server === undefined ? "" : (labels.get(server) ?? server));
  const chosen = view.servers.find(({ id }) => id === filter.server);
  const found = selected === undefined ? undefined : rows.list[indexOfRow(rows.list, selected)];
  const row = found?.id === selected ? found : undefined;

  const select = (one: Row, opens: boolean) => {
    setSelected(one.id);
    if (opens) setOpen(true);
  };
  const close = () => setOpen(false);
  const clear = () => {
    const seq = clearRows();
    if (paused) setPaused(rowsAfter(seq));
    setImported(undefined);
    host.request("clear", seq).catch(fail);
  };
  const nextError = () => {
    const from = selected === undefined ? 0 : indexOfRow(shown, selected + 0.25);
    const next = shown.slice(from).find(isError) ?? shown.find(isError);
    if (!next) return;
    select(next, true);
    list.current?.follow(false);
    list.current?.reveal(next);
  };
  const load = async () => {
    const file = await host.request("importRows");
    if (!file) return;
    const read = readRows(file.text);
    if ("problem" in read) return fail(`${file.name}: ${read.problem}`);
    setImported({ name: file.name, rows: { ...noRows, list: read.rows }, skipped: read.skipped });
    setSelected(undefined);
  };
  useKeys(
    {
      find: () => {
        searchBox.current?.focus();
        searchBox.current?.select();
      },
      nextError,
    },
    isShown,
  );

  const pause = () => setPaused(paused ? undefined : model.rows);
  const follow = () => list.current?.follow(!follows);
  const save = () => void host.request("exportRows", writeRows(shown)).catch(fail);
  const tools = (
    <>
      <Tool
        icon={paused ? "debug-start" : "debug-pause"}
        words={paused ? message("page.useTraffic.resume", "Resume") : message("page.useTraffic.pause", "Pause")}
        run={pause}
      />
      <Tool
        icon="arrow-down"
        words={message("page.useTraffic.follow", "Follow")}
        title={message("page.useTraffic.stayAtTheNewestRow", "Stay at the newest row")}
        pressed={follows}
        run={follow}
      />
      <Tool
        icon="error"
        words={message("page.useTraffic.nextError", "Next error")}
        title={message("page.useTraffic.goToTheNextError", "Go to the next error (F8)")}
        run={nextError}
      />
      <Tool
        icon="clear-all"
        words={message("page.useTraffic.clear", "Clear")}
        title={message("page.useTraffic.forgetEverythingSoFar", "Forget everything so far")}
        run={clear}
      />
      <Tool
        icon="export"
        words={message("page.useTraffic.export", "Export")}
        title={message("page.useTraffic.saveTheRowsThatAre", "Save the rows that are shown")}
        run={save}
      />
      <Tool
        icon="folder-opened"
        words={message("page.useTraffic.import", "Import")}
        title={message("page.useTraffic.lookAtRowsThatWere", "Look at rows that were saved")}
        run={() => void load().catch(fail)}
      />
    </>
  );
  const shownView = (
    <>
      {(view.servers.length > 0 || filter.server !== undefined) && (
        <ServerBar
          servers={view.servers}
          chosen={filter.server}
          choose={(server) => change(changed(filter, { server }))}
        />
      )}
      {chosen && (
        <ServerDetails
          server={chosen}
          ask={(request) => void host.request(request, chosen.id).catch(fail)}
          showCard={() => showCard(chosen.id)}
        />
      )}
      <FilterBar
        {...{ filter, counts, callers, change, searchBox }}
        isOpen={state.moreFilters}
        setOpen={(moreFilters) => keep({ moreFilters })}
      />
      {imported && (
        <p class="notice" role="status">
          <Icon name="folder-opened" />
          <span>
            {message("page.useTraffic.youLookAtTheFile", "You are looking at the file {name}", { name: imported.name })}
            {imported.skipped > 0 &&
              message("page.useTraffic.skippedEntriesCouldNotBe", "; {skipped} entries could not be read", {
                skipped: imported.skipped.toLocaleString(textLanguage()),
              })}
          </span>
          <button type="button" class="action" onClick={() => setImported(undefined)}>
            {message("page.useTraffic.backToThisHub", "Back to this hub")}
          </button>
        </p>
      )}
      <main>
        <div class="rows">
          {shown.length === 0 ? (
            <EmptyList model={model} isFiltered={rows.list.length > 0} change={change} />
          ) : (
            <RowList
              list={shown}
              selected={selected}
              search={filter.search}
              {...{ labelOf, select, close }}
              copy={doings.copy}
              onFollow={setFollows}
              controls={list}
            />
          )}
        </div>
        {isOpen && row && (
          <DetailsPane
            row={row}
            server={labelOf(row.server)}
            search={filter.search}
            results={doings.results}
            doings={doings}
            whole={imported ? wholeIn(row) : doings.whole}
            logs={logsDuring(row, rows.list)}
            change={change}
            copy={() => doings.copy(row)}
            open={() => doings.open(row)}
            showLog={row.server === undefined ? undefined : () => void host.request("showLog", row.server).catch(fail)}
            close={close}
          />
        )}
      </main>
      <footer class="quiet">{footerWords(shown.length, rows, paused && model.rows)}</footer>
    </>
  );
  return { tools, view: shownView };
}

/** The messages of a file are whole. */
const wholeIn =
  ({ messages }: Row) =>
  async (seq: number) =>
    messages?.find((one) => one.seq === seq)?.text;

const isError = ({ level }: Row): boolean => level === "error";

/** Those who made the calls of these rows, in the order of their first. */
function callersIn(rows: readonly Row[]) {
  const callers = new Map<string, string>();
  for (const row of rows) {
    const id = callerOf(row);
    if (id !== undefined && !callers.has(id)) callers.set(id, callerName(row));
  }
  return [...callers].map(([id, name]) => ({ id, name }));
}
