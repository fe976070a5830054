import { message } from "../src/protocol/message";
import type { Filter } from "./filter";
import { showAll } from "./filter";
import { NoServers } from "./noServers";
import type { PanelModel } from "./panelModel";

interface EmptyListProps {
  readonly model: PanelModel;
  /** There are rows, but the filter hides all of them. */
  readonly isFiltered: boolean;
  readonly change: (filter: Filter) => void;
}

/** Why the list is empty, and what the user can do about it. */
export function EmptyList({ model, isFiltered, change }: EmptyListProps) {
  if (!model.told) return <NoServers told={false} />;
  if (isFiltered)
    return (
      <p class="empty">
        {message("page.emptyList.nothingMatchesTheFilters", "Nothing matches the filters.")}{" "}
        <button type="button" class="link" onClick={() => change(showAll)}>
          {message("page.emptyList.showEverything", "Show everything")}
        </button>
      </p>
    );
  if (model.view.servers.length === 0) return <NoServers told={true} />;
  return (
    <p class="empty">
      {message(
        "page.emptyList.nothingYetLogsNotificationsAnd",
        "Nothing yet. Logs, notifications, and calls of your servers appear here as they happen.",
      )}
    </p>
  );
}
