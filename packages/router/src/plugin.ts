// What can be given to `app.plug`.

import type { App, Plugged } from "./app.js";
import type { Nothing } from "./types.js";

/**
 * Gives a plugin its type: a function of an app, and of options, that gives the app back with what it adds to the state.
 * `plugin(async (app, url: string) => app.use(…))`. It may be async; `app.onStop` lets go of what it holds.
 */
export function plugin<
  const Arguments extends readonly unknown[],
  Result extends Plugged<object> | Promise<Plugged<object>>,
  Needs extends object = Nothing,
  Params extends object = Nothing,
>(
  install: (app: App<Needs, Nothing, Params>, ...options: Arguments) => Result,
): (app: App<Needs, Nothing, Params>, ...options: Arguments) => Result {
  return install;
}
