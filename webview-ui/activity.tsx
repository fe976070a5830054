import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ServerId } from "../src/protocol/hubEvent";
import { summary } from "../src/protocol/summary";
import type { CallResults } from "./callContent";
import { EmptyList } from "./emptyList";
import { phaseWords } from "./eventRow";
import { type Filter, filtering } from "./filter";
import { FilterBar } from "./filterBar";
import type { HostPort } from "./hostPort";
import { Icon } from "./icon";
import type { PageState } from "./pageState";
import { receive, untold, withoutRows } from "./panelModel";
import { copied } from "./rowDetails";
import { RowList } from "./rowList";
import { clear as clearRows, type Rows } from "./rows";
import { ServerBar } from "./serverBar";
import { ServerDetails } from "./serverDetails";

interface ActivityProps {
  readonly host: HostPort;
  readonly kept: PageState;
  readonly keep: (state: PageState) => void;
}

/** The whole page: the hub's state, its servers, and everything that happens. */
export function Activity({ host, kept, keep }: ActivityProps) {
  const [state, setState] = useState(kept);
  const [model, setModel] = useState(untold);
  /** While paused: the rows to keep showing. New events still go into the model. */
  const [paused, setPaused] = useState<Rows>();
  const [failure, setFailure] = useState<string>();
  const clearedAt = useRef(kept.clearedAt);

  const fail = (error: unknown) => setFailure(error instanceof Error ? error.message : String(error));
  const change = (filter: Filter) => setState((before) => ({ ...before, filter }));
  const clear = () => {
    clearedAt.current = Math.max(clearedAt.current, model.rows.list.at(-1)?.at ?? 0);
    setState((before) => ({ ...before, clearedAt: clearedAt.current }));
    setModel(withoutRows);
    if (paused) setPaused(clearRows(model.rows));
  };

  useEffect(() => {
    const end = host.listen((message) => setModel((before) => receive(before, message, clearedAt.current)));
    host.request("ready").catch(fail);
    return end;
  }, [host]);
  useEffect(() => keep(state), [state]);

  const { filter } = state;
  const { view } = model;
  const rows = paused ?? model.rows;
  const find = useMemo(() => filtering(filter), [filter]);
  const { list, counts } = useMemo(() => find(rows.list), [find, rows]);
  const labels = useMemo(() => new Map(view.servers.map(({ id, label }) => [id, label])), [view.servers]);
  const chosen = view.servers.find(({ id }) => id === filter.server);
  const head = summary(view);

  const results = useMemo<CallResults>(
    () => ({
      read: (call) =>
        host.request("content", call).catch((error: unknown) => {
          fail(error);
          return undefined;
        }),
      open: (call, index) => void host.request("openPart", call, index).catch(fail),
    }),
    [host],
  );

  const choose = (server: ServerId | undefined) => {
    const { server: _, ...others } = filter;
    change({ ...others, ...(server !== undefined && { server }) });
  };

  return (
    <>
      <header class="head">
        <h1>
          <Icon name={head.attention ? "warning" : "plug"} class={head.attention ? "attention" : ""} /> {head.text}
        </h1>
        <span class="quiet" role="status">
          {model.told ? `The hub is ${phaseWords[view.phase]}` : ""}
        </span>
        <div class="tools">
          <button type="button" class="tool" onClick={() => setPaused(paused ? undefined : model.rows)}>
            <Icon name={paused ? "debug-start" : "debug-pause"} /> {paused ? "Resume" : "Pause"}
          </button>
          <button type="button" class="tool" onClick={clear}>
            <Icon name="clear-all" /> Clear
          </button>
          <button type="button" class="tool" onClick={() => host.request("showLog").catch(fail)}>
            <Icon name="output" /> Hub log
          </button>
        </div>
      </header>
      {(view.servers.length > 0 || filter.server !== undefined) && (
        <ServerBar servers={view.servers} chosen={filter.server} choose={choose} />
      )}
      {chosen && <ServerDetails server={chosen} ask={(request) => host.request(request, chosen.id).catch(fail)} />}
      <FilterBar filter={filter} counts={counts} change={change} />
      {failure !== undefined && (
        <p class="failure" role="alert">
          <Icon name="error" /> <span>{failure}</span>
          <button type="button" class="tool" aria-label="Dismiss" title="Dismiss" onClick={() => setFailure(undefined)}>
            <Icon name="close" />
          </button>
        </p>
      )}
      <main>
        {list.length === 0 ? (
          <EmptyList model={model} isFiltered={rows.list.length > 0} change={change} />
        ) : (
          <RowList
            list={list}
            search={filter.search}
            labelOf={(server) => labels.get(server) ?? server}
            copy={(row) => host.request("copy", copied(row)).catch(fail)}
            showLog={(server) => host.request("showLog", server).catch(fail)}
            results={results}
          />
        )}
      </main>
      <footer class="quiet">{footerWords(list.length, rows, paused && model.rows)}</footer>
    </>
  );
}

/** e.g. `120 of 10,000 rows · 1,034 older rows dropped · Paused, 12 events since`. */
function footerWords(shown: number, { list, removed, seq }: Rows, ahead: Rows | undefined): string {
  const number = (value: number) => value.toLocaleString("en-US");
  const many = (value: number, what: string) => `${number(value)} ${what}${value === 1 ? "" : "s"}`;
  const parts = [`${shown === list.length ? "" : `${number(shown)} of `}${many(list.length, "row")}`];
  if (removed > 0) parts.push(`${many(removed, "older row")} dropped`);
  if (ahead) parts.push(`Paused, ${many(ahead.seq - seq, "event")} since`);
  return parts.join(" · ");
}
