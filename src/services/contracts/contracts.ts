import type { ServiceMethod } from "../../core/config/schema/options/serviceRows";
import { confluenceContracts, jiraContracts } from "./atlassian";
import type { Contract } from "./contract";
import { figmaContracts } from "./figma";
import { slackContracts } from "./messaging";
import { trackerContracts } from "./trackers";
import { webSearchContracts } from "./webSearch";

/** What every method takes and gives. */
export const contracts = {
  ...confluenceContracts,
  ...jiraContracts,
  ...slackContracts,
  ...figmaContracts,
  ...webSearchContracts,
  ...trackerContracts,
} as const satisfies Readonly<Record<ServiceMethod, Contract>>;
