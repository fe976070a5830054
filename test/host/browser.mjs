// Chromium for the embedded editor: headless, and with no way to any address but this machine.
import { chromium as driver } from "playwright-core";
import { chromium } from "./chromium.mjs";

export const launchBrowser = async () =>
  driver.launch({
    executablePath: await chromium(),
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
    ],
  });
