// Tables of routes, and the requests that go to them.

export interface Route {
  readonly method: string;
  readonly pattern: string;
}

export interface Table {
  readonly name: string;
  readonly routes: readonly Route[];
  /** One for each of these routes is looked up, in turn, each with values of its own. */
  readonly asked: readonly Route[];
}

// The table of delvedor/router-benchmark, by the author of find-my-way.
const TWELVE = `
  /user GET
  /user/comments GET
  /user/avatar GET
  /user/lookup/username/:username GET
  /user/lookup/email/:address GET
  /event/:id GET
  /event/:id/comments GET POST
  /map/:location/events GET
  /status GET
  /very/deeply/nested/route/hello/there GET
  /static/*path GET
`;

// GitHub's API, version 3, as routers have been measured with since julienschmidt/go-http-routing-benchmark.
const GITHUB = `
  /authorizations GET POST
  /authorizations/:id GET DELETE
  /applications/:client_id/tokens/:access_token GET DELETE
  /applications/:client_id/tokens DELETE
  /events GET
  /repos/:owner/:repo/events GET
  /networks/:owner/:repo/events GET
  /orgs/:org/events GET
  /users/:user/received_events GET
  /users/:user/received_events/public GET
  /users/:user/events GET
  /users/:user/events/public GET
  /users/:user/events/orgs/:org GET
  /feeds GET
  /notifications GET PUT
  /repos/:owner/:repo/notifications GET PUT
  /notifications/threads/:id GET
  /notifications/threads/:id/subscription GET PUT DELETE
  /repos/:owner/:repo/stargazers GET
  /users/:user/starred GET
  /user/starred GET
  /user/starred/:owner/:repo GET PUT DELETE
  /repos/:owner/:repo/subscribers GET
  /users/:user/subscriptions GET
  /user/subscriptions GET
  /repos/:owner/:repo/subscription GET PUT DELETE
  /user/subscriptions/:owner/:repo GET PUT DELETE
  /users/:user/gists GET
  /gists GET POST
  /gists/:id GET DELETE
  /gists/:id/star PUT DELETE GET
  /gists/:id/forks POST
  /repos/:owner/:repo/git/blobs/:sha GET
  /repos/:owner/:repo/git/blobs POST
  /repos/:owner/:repo/git/commits/:sha GET
  /repos/:owner/:repo/git/commits POST
  /repos/:owner/:repo/git/refs GET POST
  /repos/:owner/:repo/git/tags/:sha GET
  /repos/:owner/:repo/git/tags POST
  /repos/:owner/:repo/git/trees/:sha GET
  /repos/:owner/:repo/git/trees POST
  /issues GET
  /user/issues GET
  /orgs/:org/issues GET
  /repos/:owner/:repo/issues GET POST
  /repos/:owner/:repo/issues/:number GET
  /repos/:owner/:repo/assignees GET
  /repos/:owner/:repo/assignees/:assignee GET
  /repos/:owner/:repo/issues/:number/comments GET POST
  /repos/:owner/:repo/issues/:number/events GET
  /repos/:owner/:repo/labels GET POST
  /repos/:owner/:repo/labels/:name GET DELETE
  /repos/:owner/:repo/issues/:number/labels GET POST PUT DELETE
  /repos/:owner/:repo/issues/:number/labels/:name DELETE
  /repos/:owner/:repo/milestones/:number/labels GET
  /repos/:owner/:repo/milestones GET POST
  /repos/:owner/:repo/milestones/:number GET DELETE
  /emojis GET
  /gitignore/templates GET
  /gitignore/templates/:name GET
  /markdown POST
  /markdown/raw POST
  /meta GET
  /rate_limit GET
  /users/:user/orgs GET
  /user/orgs GET
  /orgs/:org GET
  /orgs/:org/members GET
  /orgs/:org/members/:user GET DELETE
  /orgs/:org/public_members GET
  /orgs/:org/public_members/:user GET PUT DELETE
  /orgs/:org/teams GET POST
  /teams/:id GET DELETE
  /teams/:id/members GET
  /teams/:id/members/:user GET PUT DELETE
  /teams/:id/repos GET
  /teams/:id/repos/:owner/:repo GET PUT DELETE
  /user/teams GET
  /repos/:owner/:repo/pulls GET POST
  /repos/:owner/:repo/pulls/:number GET
  /repos/:owner/:repo/pulls/:number/commits GET
  /repos/:owner/:repo/pulls/:number/files GET
  /repos/:owner/:repo/pulls/:number/merge GET PUT
  /repos/:owner/:repo/pulls/:number/comments GET PUT
  /user/repos GET POST
  /users/:user/repos GET
  /orgs/:org/repos GET POST
  /repositories GET
  /repos/:owner/:repo GET DELETE
  /repos/:owner/:repo/contributors GET
  /repos/:owner/:repo/languages GET
  /repos/:owner/:repo/teams GET
  /repos/:owner/:repo/tags GET
  /repos/:owner/:repo/branches GET
  /repos/:owner/:repo/branches/:branch GET
  /repos/:owner/:repo/collaborators GET
  /repos/:owner/:repo/collaborators/:user GET PUT DELETE
  /repos/:owner/:repo/comments GET
  /repos/:owner/:repo/commits/:sha/comments GET POST
  /repos/:owner/:repo/comments/:id GET DELETE
  /repos/:owner/:repo/commits GET
  /repos/:owner/:repo/commits/:sha GET
  /repos/:owner/:repo/readme GET
  /repos/:owner/:repo/keys GET POST
  /repos/:owner/:repo/keys/:id GET DELETE
  /repos/:owner/:repo/downloads GET
  /repos/:owner/:repo/downloads/:id GET DELETE
  /repos/:owner/:repo/forks GET POST
  /repos/:owner/:repo/hooks GET POST
  /repos/:owner/:repo/hooks/:id GET DELETE
  /repos/:owner/:repo/hooks/:id/tests POST
  /repos/:owner/:repo/merges POST
  /repos/:owner/:repo/releases GET POST
  /repos/:owner/:repo/releases/:id GET DELETE
  /repos/:owner/:repo/releases/:id/assets GET
  /repos/:owner/:repo/stats/contributors GET
  /repos/:owner/:repo/stats/commit_activity GET
  /repos/:owner/:repo/stats/code_frequency GET
  /repos/:owner/:repo/stats/participation GET
  /repos/:owner/:repo/stats/punch_card GET
  /repos/:owner/:repo/statuses/:ref GET POST
  /search/repositories GET
  /search/code GET
  /search/issues GET
  /search/users GET
  /legacy/issues/search/:owner/:repository/:state/:keyword GET
  /legacy/repos/search/:keyword GET
  /legacy/user/search/:keyword GET
  /legacy/user/email/:email GET
  /users/:user GET
  /user GET
  /users GET
  /user/emails GET POST DELETE
  /users/:user/followers GET
  /user/followers GET
  /users/:user/following GET
  /user/following GET
  /user/following/:user GET PUT DELETE
  /users/:user/following/:target_user GET
  /users/:user/keys GET
  /user/keys GET POST
  /user/keys/:id GET DELETE
`;

// Words of collections, so that generated paths look like paths and share beginnings.
const WORDS =
  `account address article asset audit author badge banner basket batch bill block board book brand bucket budget
  build bundle button cache calendar campaign card cart case catalog category channel chapter charge chart check city claim
  class client clip cluster code column comment company contact content contest contract copy country coupon course credit
  currency customer cycle dashboard dataset deal debit delivery deploy device discount document domain donation draft driver
  email employee event expense export factor feature feed field file filter folder form forum friend gallery game gateway
  goal grant graph group guest guide handler header health history holiday host house image import index`.split(/\s+/);

const TWELVE_ROUTES = routesOf(TWELVE);
const GITHUB_ROUTES = routesOf(GITHUB);
const GENERATED_ROUTES = Array.from({ length: 10_000 }, (_, index) => generated(index));
// From all over the large table, so that the ten share no more than ten of ten thousand do.
const TEN_ROUTES = Array.from({ length: 10 }, (_, index) => generated(index * 997));

export const TABLES: readonly Table[] = [
  { name: "12 routes", routes: TWELVE_ROUTES, asked: TWELVE_ROUTES },
  { name: `GitHub, ${GITHUB_ROUTES.length} routes`, routes: GITHUB_ROUTES, asked: GITHUB_ROUTES },
  { name: "10 generated", routes: TEN_ROUTES, asked: TEN_ROUTES },
  { name: "10,000 generated, the same ten asked", routes: GENERATED_ROUTES, asked: TEN_ROUTES },
  { name: "10,000 generated, all asked", routes: GENERATED_ROUTES, asked: shuffled(GENERATED_ROUTES) },
];

/** The path of a request: each parameter has a value that no other request has. */
export function pathOf({ pattern }: Route, request: number): string {
  const filled = pattern
    .replace(/:(\w+)/g, (_, name: string) => `${name}${1000 + request}`)
    .replace(/\*\w+/, () => `js/app-${request}/main.js`);
  // A string of its own, as a server reads one from a socket.
  return Buffer.from(filled).toString("latin1");
}

function routesOf(text: string): Route[] {
  return text
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [pattern = "", ...methods] = line.trim().split(" ");
      return methods.map((method) => ({ method, pattern }));
    });
}

function generated(index: number): Route {
  const first = WORDS[index % 100];
  const second = WORDS[Math.floor(index / 100) % 100];
  const patterns = [`/${first}/${second}`, `/${first}/${second}/:id`, `/${first}/:id/${second}/:other`];
  return { method: "GET", pattern: patterns[index % 3] as string };
}

/** The same order in every run. */
function shuffled(routes: readonly Route[]): Route[] {
  return routes.map((_, index) => routes[(index * 7919) % routes.length] as Route);
}
