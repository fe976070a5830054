import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ServerId } from "../../src/protocol/hubEvent";
import { message } from "../../src/protocol/message";
import type { FiguresRow, RecentFigures } from "../../src/protocol/panel/recentFigures";
import { serverName } from "../../src/protocol/serverName";
import type { HostPort } from "../hostPort";
import { Icon } from "../icon";
import { NoServers } from "../noServers";
import type { MetricsState } from "../pageState";
import type { PanelModel } from "../panelModel";
import { count } from "../time";
import { useAsking } from "../useAsking";
import { FiguresTable } from "./figuresTable";
import { HourView } from "./hourView";

/** How often the figures are read again while nothing happens, in milliseconds: the minutes go on. */
const everyMs = 10_000;

interface MetricsViewProps {
  readonly host: HostPort;
  readonly model: PanelModel;
  readonly fail: (error: unknown) => void;
  readonly state: MetricsState;
  readonly change: (state: MetricsState) => void;
}

/** The last hour of calls: of all servers, of one, or of one of its tools. */
export function MetricsView({ host, model, fail, state, change }: MetricsViewProps) {
  const [figures, setFigures] = useState<RecentFigures>();
  const { server, tool, isTable } = state;
  useAsking(
    async (isWanted) => {
      const asked =
        server === undefined
          ? host.request("figures")
          : tool === undefined
            ? host.request("figures", server)
            : host.request("figures", server, tool);
      const read = await asked.catch(fail);
      if (isWanted() && read) setFigures(read);
    },
    { about: JSON.stringify([server, tool]), news: model.seq, everyMs },
  );
  const { servers } = model.view;
  if (servers.length === 0 && server === undefined) return <NoServers told={model.told} />;
  const nameOf = (id: ServerId) => serverName(servers, id);
  const show = (to?: ServerId, of?: string) =>
    change({ ...(to !== undefined && { server: to }), ...(of !== undefined && { tool: of }), isTable });
  return (
    <div class="metrics">
      <div class="metrics-head">
        <nav class="crumbs" aria-label={message("page.metricsView.shown", "Shown")}>
          <Crumb isLast={server === undefined} go={() => show()}>
            {message("page.metricsView.allServers", "All servers")}
          </Crumb>
          {server !== undefined && (
            <Crumb isLast={tool === undefined} go={() => show(server)}>
              {nameOf(server)}
            </Crumb>
          )}
          {tool !== undefined && <Crumb isLast={true}>{tool}</Crumb>}
        </nav>
        <fieldset class="views" aria-label={message("page.metricsView.viewOfTheLastHour", "View of the last hour")}>
          <button
            type="button"
            class="view"
            aria-pressed={!isTable}
            onClick={() => change({ ...state, isTable: false })}
          >
            {message("page.metricsView.charts", "Charts")}
          </button>
          <button type="button" class="view" aria-pressed={isTable} onClick={() => change({ ...state, isTable: true })}>
            {message("page.metricsView.table", "Table")}
          </button>
        </fieldset>
      </div>
      {figures && (
        <>
          <HourView figures={figures} isTable={isTable} />
          {figures.hour.calls === 0 && (
            <p class="quiet">{message("page.metricsView.noCallsInTheLast", "No calls in the last hour.")}</p>
          )}
          {(figures.rows.length > 0 || server === undefined) && (
            <FiguresTable
              label={
                server === undefined
                  ? message("page.metricsView.theLastHourByServer", "The last hour by server")
                  : message("page.metricsView.theLastHourByTool", "The last hour by tool")
              }
              heads={[
                server === undefined
                  ? message("page.metricsView.server", "Server")
                  : message("page.metricsView.tool", "Tool"),
              ]}
              rows={figures.rows.map((row, index) => ({
                key: String(index),
                name: <RowName {...{ row, server, tool, nameOf, show }} />,
                calls: row,
              }))}
            />
          )}
        </>
      )}
      <p class="quiet">
        {message(
          "page.metricsView.aCallCountsWhenIt",
          "A call counts when it ends, unless you denied it or it was cancelled. Errors are calls that failed or whose tool reported an error. Times leave out how long you were asked.",
        )}
      </p>
    </div>
  );
}

interface RowNameProps {
  readonly row: FiguresRow;
  readonly server: ServerId | undefined;
  readonly tool: string | undefined;
  readonly nameOf: (server: ServerId) => string;
  readonly show: (server?: ServerId, tool?: string) => void;
}

/** What a row is about; what has figures of its own leads to them. */
function RowName({ row, server, tool, nameOf, show }: RowNameProps) {
  const { server: id, tool: name, together } = row;
  if (id !== undefined) return <Link words={nameOf(id)} go={() => show(id)} />;
  if (name === undefined)
    return (
      <span class="quiet">
        {message("page.metricsView.togetherMoreToolsTogether", "{together} more tools together", {
          together: count(together ?? 0),
        })}
      </span>
    );
  return name === tool ? <strong>{name}</strong> : <Link words={name} go={() => show(server, name)} />;
}

const Link = ({ words, go }: { words: string; go: () => void }) => (
  <button type="button" class="link" onClick={go}>
    {words}
  </button>
);

/** A step of the way to what is shown. */
function Crumb({ isLast, go, children }: { isLast: boolean; go?: () => void; children: ComponentChildren }) {
  if (isLast) return <strong aria-current="page">{children}</strong>;
  return (
    <>
      <button type="button" class="link" onClick={go}>
        {children}
      </button>
      <Icon name="chevron-right" />
    </>
  );
}
