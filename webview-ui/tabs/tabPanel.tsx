import type { ComponentChildren } from "preact";
import { panelId, type Tab, tabId } from "./tabs";

interface TabPanelProps {
  readonly tab: Tab;
  readonly isShown: boolean;
  readonly children: ComponentChildren;
}

/** What a tab shows. A view that is hidden keeps its place. */
export const TabPanel = ({ tab, isShown, children }: TabPanelProps) => (
  <div id={panelId(tab)} class="view-panel" role="tabpanel" aria-labelledby={tabId(tab)} hidden={!isShown}>
    {children}
  </div>
);
