// The whole app: what every request passes, and what is where.

import { csrf } from "@sockeye/middleware/csrf";
import { health } from "@sockeye/middleware/health";
import { secureHeaders } from "@sockeye/middleware/secure-headers";
import { session } from "@sockeye/middleware/session";
import { type App, createApp, type Middleware } from "@sockeye/router";
import { files } from "@sockeye/static";
import { changeStream } from "./links/change-stream.js";
import { Changes } from "./links/changes.js";
import { goRoutes } from "./links/go.js";
import { linkRoutes } from "./links/link-routes.js";
import { LinkStore } from "./links/link-store.js";
import type { Panel } from "./panel/panel.js";
import { identify, type SignedIn, type WithSession } from "./people/guards.js";
import type { PasswordCost } from "./people/password.js";
import { peopleRoutes } from "./people/people-routes.js";
import { PeopleStore } from "./people/people-store.js";
import { sessionRoutes } from "./people/session-routes.js";
import { sessionStore } from "./people/session-store.js";
import type { Database } from "./storage/database.js";
import { transferRoutes } from "./transfer/transfer-routes.js";

const PAGES = new URL("./pages/", import.meta.url);
const FONTS = ["inter", "jetbrains-mono"];
const WEEK = 7 * 24 * 3600;

export interface ShowcaseOptions {
  /** Where people reach it by another name than the server's own: `https://links.example`. */
  readonly origin?: string | undefined;
  /** Left out: there is none. */
  readonly panel?: Panel | null | undefined;
  /** What a password costs to be hashed, and so to be guessed. @defaultValue what OWASP advises */
  readonly passwordCost?: PasswordCost | undefined;
}

export interface Showcase {
  readonly app: App;
  readonly links: LinkStore;
  readonly people: PeopleStore;
}

export function createShowcase(
  database: Database,
  { origin, panel = null, passwordCost }: ShowcaseOptions = {},
): Showcase {
  const links = new LinkStore(database);
  const people = new PeopleStore(database, passwordCost);
  const isSecure = origin?.startsWith("https:") === true;

  const app = createApp({ timing: panel !== null });
  if (panel !== null) app.use(panel.mark);
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
      },
      ...(isSecure ? {} : { strictTransportSecurity: false }),
    }),
  );
  app.use(csrf(origin === undefined ? {} : { origins: [origin] }));
  const sessions = session<SignedIn>({ store: sessionStore(database), cookie: { secure: isSecure } });
  app.mount("/api", apiRoutes(sessions, links, people));
  app.use(health({ checks: { database: () => database.prepare("SELECT 1").get() } }));
  app.mount("/go", goRoutes(links));
  for (const font of FONTS) app.mount(`/fonts/${font}`, files(fontFolder(font), { maxAge: WEEK }));
  panel?.addTo(app);
  app.use(files(PAGES, { compress: true, headers: cacheIcon }));
  return { app, links, people };
}

function apiRoutes(sessions: Middleware<WithSession>, links: LinkStore, people: PeopleStore) {
  const changes = new Changes();
  return createApp()
    .use(sessions)
    .use(identify(people))
    .mount("/session", sessionRoutes(people))
    .mount("/people", peopleRoutes(people))
    .mount("/links", linkRoutes(links, changes))
    .plug(transferRoutes, links, changes)
    .get("/tags", () => ({ tags: links.tags() }))
    .get("/changes", changeStream(changes));
}

function fontFolder(name: string): URL {
  return new URL(".", import.meta.resolve(`@fontsource-variable/${name}/package.json`));
}

/** Browsers ask for it at each change of the address. */
function cacheIcon(path: string): Record<string, string> | undefined {
  return path === "/icon.svg" ? { "Cache-Control": "max-age=86400" } : undefined;
}
