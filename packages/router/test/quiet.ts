// An app that keeps what it would report.

import { type App, type AppOptions, createApp } from "../src/index.js";

export interface QuietApp {
  readonly app: App;
  readonly reported: unknown[];
}

export function quietApp(options: AppOptions = {}): QuietApp {
  const reported: unknown[] = [];
  return { app: createApp({ ...options, report: (error) => reported.push(error) }), reported };
}
