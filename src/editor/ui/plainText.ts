import { safeLine } from "../../core/kernel/redact";

/**
 * Text of others for a notification, a progress message or the line under an input box. VS Code makes links of
 * `[text](command:…)` there, and a click would run the command: the bracket and the parenthesis are kept apart.
 */
export const noticeText = (text: string, limit = 600): string => safeLine(text, limit).replaceAll("](", "] (");

/** Text of others for an item of a list to choose from, where VS Code draws icons for `$(name)`. */
export const itemText = (text: string, limit = 150): string => withoutIcons(safeLine(text, limit));

/** Text in which VS Code draws no icon for `$(name)`. */
export const withoutIcons = (text: string): string => text.replace(/\$\([\w~-]+\)/g, (icon) => `\\${icon}`);
