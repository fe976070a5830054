import { message, textLanguage } from "../../src/protocol/message";
import { panelId, type Tab, tabAfter, tabId, tabs, tabWords } from "./tabs";

interface TabListProps {
  readonly chosen: Tab;
  readonly choose: (tab: Tab) => void;
  readonly unread: number;
}

/** The tabs of the page's views. The arrow keys go from one to the next, and what has the focus is shown. */
export function TabList({ chosen, choose, unread }: TabListProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const next = event.ctrlKey || event.metaKey || event.altKey ? undefined : tabAfter(chosen, event.key);
    if (!next) return;
    event.preventDefault();
    choose(next);
    document.getElementById(tabId(next))?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={message("page.tabList.views", "Views")}>
      {tabs.map((tab) => {
        const count = tab === "notifications" ? unread : 0;
        return (
          <button
            type="button"
            role="tab"
            key={tab}
            id={tabId(tab)}
            class="tab"
            aria-selected={tab === chosen}
            aria-controls={panelId(tab)}
            aria-label={
              count > 0
                ? message("page.tabList.valueCountUnread", "{value}, {count} unread", {
                    value: tabWords[tab],
                    count: count.toLocaleString(textLanguage()),
                  })
                : tabWords[tab]
            }
            tabIndex={tab === chosen ? 0 : -1}
            onClick={() => choose(tab)}
            onKeyDown={onKeyDown}
          >
            {tabWords[tab]}
            {count > 0 && <span class="badge" data-count={count > 999 ? "999+" : count} />}
          </button>
        );
      })}
    </div>
  );
}
