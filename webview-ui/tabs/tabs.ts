import { message } from "../../src/protocol/message";
/** The views of the activity panel's page, in the order of their tabs. */
export const tabs = ["traffic", "servers", "metrics", "notifications"] as const;

export type Tab = (typeof tabs)[number];

export const tabWords: Readonly<Record<Tab, string>> = {
  traffic: message("page.tabs.traffic", "Traffic"),
  servers: message("page.tabs.servers", "Servers"),
  metrics: message("page.tabs.metrics", "Metrics"),
  notifications: message("page.tabs.notifications", "Notifications"),
};

export const tabId = (tab: Tab): string => `tab-${tab}`;
export const panelId = (tab: Tab): string => `view-${tab}`;

/** Where a key goes in the tab list (WAI-ARIA Authoring Practices, tabs); `undefined` for a key that goes nowhere. */
export function tabAfter(tab: Tab, key: string): Tab | undefined {
  const at = tabs.indexOf(tab);
  switch (key) {
    case "ArrowRight":
      return tabs[(at + 1) % tabs.length];
    case "ArrowLeft":
      return tabs[(at + tabs.length - 1) % tabs.length];
    case "Home":
      return tabs[0];
    case "End":
      return tabs.at(-1);
    default:
      return undefined;
  }
}
