import type { App } from "./app";
import { claudeCode } from "./clients/claudeCode";
import { claudeDesktop } from "./clients/claudeDesktop";
import { cline } from "./clients/cline";
import { codex } from "./clients/codex";
import { continueDev } from "./clients/continueDev";
import { copilotCli } from "./clients/copilotCli";
import { crush } from "./clients/crush";
import { cursor } from "./clients/cursor";
import { geminiCli } from "./clients/geminiCli";
import { goose } from "./clients/goose";
import { junie } from "./clients/junie";
import { kiro } from "./clients/kiro";
import { lmStudio } from "./clients/lmStudio";
import { openCode } from "./clients/openCode";
import { roo } from "./clients/roo";
import { vsCode } from "./clients/vsCode";
import { windsurf } from "./clients/windsurf";
import { zed } from "./clients/zed";

/** Every app whose files the hub reads and writes, in the order in which they are offered. */
export const apps: readonly App[] = [
  claudeCode,
  claudeDesktop,
  cursor,
  codex,
  vsCode,
  copilotCli,
  geminiCli,
  windsurf,
  cline,
  roo,
  continueDev,
  zed,
  openCode,
  goose,
  kiro,
  junie,
  lmStudio,
  crush,
];
