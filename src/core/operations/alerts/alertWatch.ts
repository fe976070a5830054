import type { HubEvent, Stamped } from "../../../protocol/hubEvent";
import type { Alerts } from "../../config/schema/options/alertSettings";
import type { Clock } from "../../kernel/clock";
import type { Disposable } from "../../kernel/disposable";
import type { ReadProcess } from "../processFigures";
import { readings } from "./alertRules";
import { type Alert, type Firing, nextAlerts } from "./alertStates";
import { alertText } from "./alertText";
import { AlertWindow, sliceMs } from "./alertWindow";

export interface AlertParts {
  readonly settings: () => Alerts;
  readonly clock: Clock;
  readonly process: ReadProcess;
  readonly publish: (event: HubEvent) => void;
  /** Shows an alert in the editor, where there is one. */
  readonly show?: (alert: Alert, text: string) => void;
  /** Posts an alert to the address that the settings name. It never waits and never throws. */
  readonly post?: (alert: Alert, text: string) => void;
  /** Requests to the gateway that were turned away for their token, since the start. */
  readonly failedSignIns?: () => number;
}

/** Looks every 15 seconds at what the settings watch, and says what begins and what is over. */
export class AlertWatch implements Disposable {
  private readonly window = new AlertWindow();
  private current: Firing = new Map();
  private timer: Disposable;
  private lookedAt: number;
  private cpuSeconds: number;
  private failedSignIns = 0;

  constructor(private readonly parts: AlertParts) {
    this.lookedAt = parts.clock.now();
    this.cpuSeconds = parts.process().cpuSeconds;
    this.timer = this.nextLook();
  }

  /** What fires now. */
  get firing(): readonly Alert[] {
    return [...this.current.values()];
  }

  readonly follow = (event: Stamped): void => this.window.follow(event);

  dispose(): void {
    this.timer.dispose();
  }

  private nextLook(): Disposable {
    return this.parts.clock.after(
      sliceMs,
      () => {
        this.timer = this.nextLook();
        this.look();
      },
      true,
    );
  }

  private look(): void {
    const { clock, settings, process } = this.parts;
    const now = clock.now();
    const { cpuSeconds, memoryBytes, memoryLimitBytes } = process();
    const passed = now - this.lookedAt;
    const failedSignIns = this.parts.failedSignIns?.() ?? 0;
    this.window.measured(
      {
        cpu: passed > 0 ? Math.max(0, (cpuSeconds - this.cpuSeconds) * 1000) / passed : 0,
        memory: memoryLimitBytes > 0 ? memoryBytes / memoryLimitBytes : 0,
      },
      failedSignIns - this.failedSignIns,
    );
    this.lookedAt = now;
    this.cpuSeconds = cpuSeconds;
    this.failedSignIns = failedSignIns;
    const { firing, changes } = nextAlerts(this.current, readings(settings(), this.window, now), now);
    this.window.turn();
    this.current = firing;
    for (const alert of changes) this.say(alert);
  }

  private say(alert: Alert): void {
    const { settings, publish, show, post } = this.parts;
    const { log, editor, webhook } = settings();
    const text = alertText(alert);
    if (log) publish({ type: "hub.log", level: alert.state === "firing" ? "warning" : "info", text });
    if (editor) show?.(alert, text);
    if (webhook !== "") post?.(alert, text);
  }
}
