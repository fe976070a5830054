import { useRef, useState } from "preact/hooks";
import { type CallEntry, type CallTarget, type ToCallPage, targetKey } from "../../src/protocol/callPageMessages";
import { message, textLanguage } from "../../src/protocol/message";
import { Icon } from "../icon";
import { foundEntries } from "./foundEntries";
import { visible } from "./visible";

export type Entries = Extract<ToCallPage, { type: "entries" }>;

interface PickerProps {
  /** `undefined` until the host has told. */
  readonly entries: Entries | undefined;
  /** Nothing is chosen yet: the list stands open. */
  readonly isOpen: boolean;
  readonly pick: (target: CallTarget) => void;
}

const icons = { tool: "symbol-method", prompt: "comment", resource: "file", template: "file-code" } as const;

/** Chooses what is called: a search over everything, by server, what was called lately first. */
export function Picker({ entries, isOpen, pick }: PickerProps) {
  const [search, setSearch] = useState("");
  const [isHere, setHere] = useState(false);
  const [active, setActive] = useState(0);
  const box = useRef<HTMLInputElement>(null);
  const { groups, hidden } = foundEntries(entries, search);
  const all = groups.flatMap((group) => group.entries);
  const shows = isHere || isOpen;
  const choose = (entry: CallEntry) => {
    setSearch("");
    setActive(0);
    setHere(false);
    pick({ kind: entry.kind, server: entry.server, name: entry.name });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setHere(true);
      setActive(Math.min(all.length - 1, Math.max(0, active + step)));
    } else if (event.key === "Enter" && shows) {
      const entry = all[active];
      if (entry && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        choose(entry);
      }
    } else if (event.key === "Escape") {
      setSearch("");
      setHere(false);
    }
  };
  let at = -1;
  return (
    <div class={isOpen ? "picker open" : "picker"}>
      <Icon name="search" class="search-icon" />
      <input
        ref={box}
        class="search"
        type="text"
        role="combobox"
        aria-label={message("page.picker.searchToolsPromptsAndResources", "Search tools, prompts and resources")}
        placeholder={message("page.picker.searchToolsPromptsAndResources", "Search tools, prompts and resources")}
        aria-expanded={shows}
        aria-controls="entries"
        aria-autocomplete="list"
        aria-activedescendant={shows && all.length > 0 ? `entry-${active}` : undefined}
        value={search}
        autofocus={isOpen}
        onFocus={() => setHere(true)}
        onBlur={() => setHere(false)}
        onInput={({ currentTarget }) => {
          setSearch(currentTarget.value);
          setActive(0);
          setHere(true);
        }}
        onKeyDown={onKeyDown}
      />
      {shows && entries && all.length === 0 && (
        <p class="entries quiet">
          {search === ""
            ? message("page.picker.noConnectedServerOffersAnything", "No connected server offers anything to call.")
            : message("page.picker.nothingMatchesTheSearch", "Nothing matches the search.")}
        </p>
      )}
      <div
        class="entries"
        id="entries"
        role="listbox"
        aria-label={message("page.picker.toolsPromptsAndResources", "Tools, prompts and resources")}
        hidden={!shows || all.length === 0}
      >
        {shows &&
          groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options
            <div role="group" aria-label={visible(group.label)} key={group.label}>
              <div class="group-label" aria-hidden="true">
                {visible(group.label)}
              </div>
              {group.entries.map((entry) => {
                at++;
                return <Entry key={targetKey(entry)} entry={entry} at={at} isActive={at === active} choose={choose} />;
              })}
            </div>
          ))}
        {hidden > 0 && (
          // biome-ignore lint/a11y/useFocusableInteractive: a count, not to be chosen
          <div class="quiet more" role="option" aria-disabled="true" aria-selected="false">
            {message("page.picker.hiddenMoreTypeToFind", "{hidden} more. Type to find them.", {
              hidden: hidden.toLocaleString(textLanguage()),
            })}
          </div>
        )}
      </div>
    </div>
  );
}

function Entry(props: { entry: CallEntry; at: number; isActive: boolean; choose: (entry: CallEntry) => void }) {
  const { entry, at, isActive, choose } = props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the search box, which names the active one
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search box hears the keys
    <div
      id={`entry-${at}`}
      class="entry"
      role="option"
      aria-selected={isActive}
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: "nearest" });
      }}
      onMouseDown={(event) => event.preventDefault()} // the search box keeps the focus
      onClick={() => choose(entry)}
    >
      <Icon name={icons[entry.kind]} />
      <span class="entry-name">{visible(entry.label)}</span>
      <span class="entry-about">{visible(entry.about)}</span>
    </div>
  );
}
