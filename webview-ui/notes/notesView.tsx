import { useRef, useState } from "preact/hooks";
import type { ServerId } from "../../src/protocol/hubEvent";
import { message } from "../../src/protocol/message";
import { type MutedKind, type Note, type NoteKind, noteKey } from "../../src/protocol/panel/note";
import { serverName } from "../../src/protocol/serverName";
import type { HostPort } from "../hostPort";
import { Icon } from "../icon";
import type { PanelModel } from "../panelModel";
import { count } from "../time";
import { NoteView } from "./noteView";
import { kindWords } from "./noteWords";
import { useNotes } from "./useNotes";

interface NotesViewProps {
  readonly host: HostPort;
  readonly model: PanelModel;
  readonly fail: (error: unknown) => void;
  readonly setUnread: (count: number) => void;
}

/** What servers gave notice of, and what the hub noticed, newest first. */
export function NotesView({ host, model, fail, setUnread }: NotesViewProps) {
  const { known, change } = useNotes({ host, news: model.seq, fail, setUnread });
  const list = useRef<HTMLUListElement>(null);
  const nameOf = (server: ServerId | undefined) => (server === undefined ? "" : serverName(model.view.servers, server));
  if (!known) return <p class="empty">{message("page.notesView.waitingForTheHub", "Waiting for the hub…")}</p>;
  const { notes, muted, dropped, seenBefore } = known;
  const mute = (note: Note) => {
    change(host.request("mute", kindOf(note)));
    list.current?.focus(); // the row with the button goes
  };
  return (
    <div class="notes">
      <div class="notes-head">
        <span class="quiet">
          {notes.length === 1
            ? message("page.notesView.oneNotice", "1 notice")
            : message("page.notesView.notesNotices", "{notes} notices", { notes: count(notes.length) })}
          {dropped === 1 && message("page.notesView.oneDropped", ", 1 earlier one is no longer kept")}
          {dropped > 1 &&
            message("page.notesView.dropped", ", {dropped} earlier ones are no longer kept", {
              dropped: count(dropped),
            })}
        </span>
        <button
          type="button"
          class="tool"
          title={message("page.notesView.forgetTheseNotices", "Forget these notices")}
          onClick={() => change(host.request("clearNotes"))}
        >
          <Icon name="clear-all" /> {message("page.notesView.clear", "Clear")}
        </button>
      </div>
      {muted.length > 0 && (
        <Muted muted={muted} nameOf={nameOf} unmute={(kind) => change(host.request("unmute", kindOf(kind)))} />
      )}
      {notes.length === 0 ? (
        <p class="empty">
          {message(
            "page.notesView.noNoticesWhatServersSend",
            "No notices. What servers send on their own, and what needs you, appears here as it happens.",
          )}
        </p>
      ) : (
        <ul
          ref={list}
          class="note-list"
          tabIndex={-1}
          aria-label={message("page.notesView.noticesNewestFirst", "Notices, newest first")}
        >
          {notes.map((note) => (
            <NoteView
              key={note.seq}
              note={note}
              server={nameOf(note.server)}
              isNew={note.seq > seenBefore}
              mute={() => mute(note)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

const kindOf = ({ server, from, name }: NoteKind): NoteKind => ({
  ...(server !== undefined && { server }),
  from,
  name,
});

interface MutedProps {
  readonly muted: readonly MutedKind[];
  readonly nameOf: (server: ServerId | undefined) => string;
  readonly unmute: (kind: NoteKind) => void;
}

/** The kinds that are muted, with how many of each came all the same. */
function Muted({ muted, nameOf, unmute }: MutedProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section class="muted" aria-label={message("page.notesView.muted", "Muted")}>
      <button type="button" class="fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? "chevron-down" : "chevron-right"} />{" "}
        {message("page.notesView.mutedMuted", "Muted ({muted})", { muted: count(muted.length) })}
      </button>
      {isOpen && (
        <ul>
          {muted.map((kind) => (
            <li key={noteKey(kind)}>
              <strong>{nameOf(kind.server) || "MCP Hub"}</strong> <span class="quiet">{kindWords(kind)}</span>{" "}
              <span class="count">
                {message("page.notesView.countSinceTheWindowOpened", "{count} since the window opened", {
                  count: count(kind.count),
                })}
              </span>
              <button
                type="button"
                class="action"
                aria-label={message("page.notesView.unmuteKindFromServer", "Unmute “{kind}” from {server}", {
                  kind: kindWords(kind),
                  server: nameOf(kind.server) || message("page.notesView.theHub", "the hub"),
                })}
                onClick={() => unmute(kind)}
              >
                <Icon name="bell" /> {message("page.notesView.unmute", "Unmute")}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
