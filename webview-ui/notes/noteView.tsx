import { message } from "../../src/protocol/message";
import type { Note } from "../../src/protocol/panel/note";
import { LongText } from "../details/longText";
import { Icon } from "../icon";
import { dateAndTime, timeOfDay } from "../time";
import { kindWords, noteIcon, noteText } from "./noteWords";

/** The most characters before somebody asks for more. */
const textLimit = 300;

interface NoteViewProps {
  readonly note: Note;
  /** The server's display name; empty where the hub speaks of itself. */
  readonly server: string;
  readonly isNew: boolean;
  readonly mute: () => void;
}

/** One notice. Its text is untrusted. */
export function NoteView({ note, server, isNew, mute }: NoteViewProps) {
  const kind = kindWords(note);
  const words =
    server === ""
      ? message("page.noteView.muteKindFromTheHub", "Mute “{kind}” from the hub", { kind })
      : message("page.noteView.muteKindFromServer", "Mute “{kind}” from {server}", { kind, server });
  return (
    <li class={`note from-${note.from} level-${note.level} ${isNew ? "new" : ""}`}>
      <span class="time" title={dateAndTime(note.at)}>
        {timeOfDay(note.at).slice(0, 8)}
      </span>
      <span class="note-about">
        {isNew && <span class="said">{message("page.noteView.unread", "Unread:")} </span>}
        <Icon name={noteIcon(note)} class="sign" /> <strong>{server === "" ? "MCP Hub" : server}</strong>{" "}
        <span class="quiet">{kind}</span>
      </span>
      <span class="text">
        <LongText text={noteText(note)} search="" limit={textLimit} />
      </span>
      <button type="button" class="tool" aria-label={words} title={words} onClick={mute}>
        <Icon name="bell-slash" />
      </button>
    </li>
  );
}
