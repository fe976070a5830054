import { confluenceRows } from "./confluenceRows";
import { figmaRows } from "./figmaRows";
import { jiraRows } from "./jiraRows";
import { jiraTalkRows } from "./jiraTalkRows";
import type { Row } from "./row";
import { slackRows } from "./slackRows";
import { trackerRows } from "./trackerRows";
import { webSearchRows } from "./webSearchRows";

/** Every row that comes with the hub. The first that fits what a server lists is used. */
export const rows: readonly Row[] = [
  ...confluenceRows,
  ...jiraRows,
  ...jiraTalkRows,
  ...slackRows,
  ...figmaRows,
  ...webSearchRows,
  ...trackerRows,
];
