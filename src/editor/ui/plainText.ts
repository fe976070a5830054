import { safeLine } from "../../core/kernel/redact";

/**
 * Cleans untrusted text for a notification, a progress message or the prompt of an input box. VS Code turns
 * `[text](command:…)` into a link there, and a click would run the command. A space between `]` and `(` prevents that.
 */
export const noticeText = (text: string, limit = 600): string => safeLine(text, limit).replaceAll("](", "] (");

/** Cleans untrusted text for a quick pick item, where VS Code would draw `$(name)` as an icon. */
export const itemText = (text: string, limit = 150): string => withoutIcons(safeLine(text, limit));

/** Text in which VS Code draws no icon for `$(name)`. */
export const withoutIcons = (text: string): string => text.replace(/\$\([\w~-]+\)/g, (icon) => `\\${icon}`);
