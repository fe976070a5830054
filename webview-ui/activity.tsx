import { useEffect, useRef, useState } from "preact/hooks";
import type { ServerId } from "../src/protocol/hubEvent";
import { message } from "../src/protocol/message";
import { FailureBar } from "./failureBar";
import { HeadBar, Tool } from "./headBar";
import type { HostPort } from "./hostPort";
import { MetricsView } from "./metrics/metricsView";
import { NotesView } from "./notes/notesView";
import type { PageState } from "./pageState";
import { type PanelModel, receive, untold, withoutRows } from "./panelModel";
import { ServersView } from "./servers/serversView";
import { TabList } from "./tabs/tabList";
import { TabPanel } from "./tabs/tabPanel";
import { useAsking } from "./useAsking";
import { useTraffic } from "./useTraffic";

interface ActivityProps {
  readonly host: HostPort;
  readonly kept: PageState;
  readonly keep: (state: PageState) => void;
}

/** The whole page: the hub's state, and the views of what its servers do. */
export function Activity({ host, kept, keep }: ActivityProps) {
  const [state, setState] = useState(kept);
  const [model, setModel] = useState(untold);
  /** What arrived, drawn or not. */
  const latest = useRef(untold);
  const [failure, setFailure] = useState<string>();
  const [unread, setUnread] = useState(0);

  const change = (parts: Partial<PageState>) => setState((before) => ({ ...before, ...parts }));
  const become = (after: PanelModel) => {
    latest.current = after;
    setModel(after);
  };
  const clearRows = () => {
    become(withoutRows(latest.current));
    return latest.current.seq;
  };
  const fail = (error: unknown) => setFailure(error instanceof Error ? error.message : String(error));

  useEffect(() => {
    const end = host.listen((message) => become(receive(latest.current, message)));
    host.request("ready").catch(fail);
    return end;
  }, [host]);
  useEffect(() => keep(state), [state]);
  const { tab } = state;
  useAsking(
    async (isWanted) => {
      if (tab === "notifications") return; // the view knows
      const count = await host.request("unread").catch(fail);
      if (isWanted() && typeof count === "number") setUnread(count);
    },
    { about: tab, news: model.seq },
  );

  const showCard = (server: ServerId) =>
    change({ tab: "servers", card: server, folded: state.folded.filter((one) => one !== server) });
  const traffic = useTraffic({ host, model, clearRows, state, change, fail, showCard, isShown: tab === "traffic" });
  const hubLog = (
    <Tool
      icon="output"
      words={message("page.activity.hubLog", "Hub log")}
      run={() => void host.request("showLog").catch(fail)}
    />
  );

  return (
    <>
      <HeadBar
        view={model.view}
        told={model.told}
        tabs={<TabList chosen={tab} choose={(chosen) => change({ tab: chosen })} unread={unread} />}
        tools={
          <>
            {tab === "traffic" && traffic.tools}
            {hubLog}
          </>
        }
      />
      {failure !== undefined && <FailureBar text={failure} close={() => setFailure(undefined)} />}
      <TabPanel tab="traffic" isShown={tab === "traffic"}>
        {traffic.view}
      </TabPanel>
      <TabPanel tab="servers" isShown={tab === "servers"}>
        {tab === "servers" && (
          <ServersView
            {...{ host, model, fail }}
            wanted={state.card}
            folded={state.folded}
            fold={(folded) => change({ folded })}
            arrived={() => setState(({ card: _, ...others }) => others)}
          />
        )}
      </TabPanel>
      <TabPanel tab="metrics" isShown={tab === "metrics"}>
        {tab === "metrics" && (
          <MetricsView {...{ host, model, fail }} state={state.metrics} change={(metrics) => change({ metrics })} />
        )}
      </TabPanel>
      <TabPanel tab="notifications" isShown={tab === "notifications"}>
        {tab === "notifications" && <NotesView {...{ host, model, fail, setUnread }} />}
      </TabPanel>
    </>
  );
}
