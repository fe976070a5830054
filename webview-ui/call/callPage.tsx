import { useEffect, useRef, useState } from "preact/hooks";
import { type CallRun, type CallTarget, type OpenedCall, targetKey } from "../../src/protocol/callPageMessages";
import { FailureBar } from "../failureBar";
import type { CallPageState, CallPort } from "./callPort";
import { type Entries, Picker } from "./picker";
import { TargetView } from "./targetView";

interface CallPageProps {
  readonly host: CallPort;
  readonly kept: CallPageState;
  readonly keep: (state: CallPageState) => void;
}

/** The whole page: what can be called, and the one that is. */
export function CallPage({ host, kept, keep }: CallPageProps) {
  const [state, setState] = useState(kept);
  const [entries, setEntries] = useState<Entries>();
  const [opened, setOpened] = useState<OpenedCall>();
  /** How often the form began again, with arguments that came from outside. */
  const [beginnings, setBeginnings] = useState(0);
  const [runs, setRuns] = useState<ReadonlyMap<string, CallRun>>(new Map());
  const [failure, setFailure] = useState<string>();
  /** The target that was asked for last: a late answer about another one is dropped. */
  const asked = useRef<string | undefined>(undefined);

  const fail = (error: unknown) => setFailure(error instanceof Error ? error.message : String(error));
  const show = (answer: OpenedCall, args: string | undefined) => {
    const { target, run } = answer;
    if (run) setRuns((before) => new Map(before).set(targetKey(target), run));
    setFailure(undefined);
    setOpened(args === undefined ? answer : { ...answer, draft: args });
    if (args !== undefined) setBeginnings((before) => before + 1);
  };
  const open = (target: CallTarget, args?: string, known?: OpenedCall) => {
    const key = targetKey(target);
    asked.current = key;
    setState((before) => ({ ...before, target }));
    if (known) return show(known, args);
    host.request("open", target).then(
      (answer) => asked.current === key && show(answer, args),
      (error: unknown) => asked.current === key && fail(error),
    );
  };

  useEffect(() => {
    const end = host.listen((told) => {
      if (told.type === "entries") setEntries(told);
      else if (told.type === "show") open(told.target, told.args, told.opened);
      else setRuns((before) => new Map(before).set(targetKey(told.run.target), told.run));
    });
    host.request("ready", ...(kept.target ? [kept.target] : [])).catch(fail);
    return end;
  }, [host]);
  useEffect(() => keep(state), [state]);

  return (
    <>
      <header class="call-bar">
        <Picker entries={entries} isOpen={!opened} pick={open} />
      </header>
      {failure !== undefined && <FailureBar text={failure} close={() => setFailure(undefined)} />}
      <main class="call-main">
        {opened && (
          <TargetView
            key={`${beginnings} ${targetKey(opened.target)}`}
            host={host}
            opened={opened}
            server={entries?.servers.find(({ id }) => id === opened.target.server)?.label ?? opened.target.server}
            run={runs.get(targetKey(opened.target))}
            hidesJson={state.hidesJson === true}
            hideJson={(hidesJson) => setState((before) => ({ ...before, hidesJson }))}
            again={() => open(opened.target)}
            fail={fail}
          />
        )}
      </main>
    </>
  );
}
