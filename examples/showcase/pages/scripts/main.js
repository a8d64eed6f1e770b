// The page: which links it shows, and everything that changes that.

import { ApiError, call, pageId } from "./api.js";
import { confirm } from "./dialog.js";
import { byId, count, h, icon } from "./dom.js";
import { openEditor } from "./links/editor.js";
import { openImporter } from "./links/importer.js";
import { emptyState, LinkList } from "./links/list.js";
import { TagList } from "./links/tags.js";
import { watchChanges } from "./live.js";
import { startPanel } from "./panel/panel.js";
import { Account, closeFromOutside } from "./people/account.js";
import { startTheme } from "./theme.js";
import { announce } from "./toast.js";
import { queryOf, showInAddress, viewOfAddress } from "./view.js";

/** @typedef {import("./links/item.js").Link} Link */

const PAGE = 30;
const MOST_AT_ONCE = 200;
const TYPING_MS = 160;

const search = /** @type {HTMLInputElement} */ (byId("search"));
const sort = /** @type {HTMLSelectElement} */ (byId("sort"));
const more = /** @type {HTMLButtonElement} */ (byId("more"));

let view = viewOfAddress();
/** @type {Link[]} */
let links = [];
let total = 0;
let latest = new AbortController();

const account = new Account(() => {
  drawCommands();
  draw();
});
const tags = new TagList((tag) => go({ ...view, tag }));
const list = new LinkList({
  showTag: (tag) => go({ ...view, tag }),
  copy: (link) => void copyAddress(link),
  edit: (link) => openEditor(link, changedHere("Saved")),
  remove: (link) =>
    confirm(
      `Delete “${link.title}”?`,
      "It is gone for everybody, and its short address leads nowhere.",
      "Delete",
      async () => {
        await call("DELETE", `/api/links/${link.id}`);
        announce("Deleted");
        await loadAll();
      },
    ),
});

/** @param {typeof view} wanted */
function go(wanted) {
  view = wanted;
  showInAddress(view);
  void load();
  scrollTo({ top: 0 });
}

/**
 * Fetches what the view wants. Of two that overlap, the later one is shown.
 * @param {{ keep?: boolean, marks?: boolean }} [options] keep: as many links as are shown
 */
async function load({ keep = false, marks = false } = {}) {
  latest.abort();
  const mine = new AbortController();
  latest = mine;
  list.busy = true;
  try {
    const wanted = keep ? Math.max(links.length, PAGE) : PAGE;
    links = await pages(wanted, mine.signal);
    tags.choose(view.tag);
    byId("trouble").replaceChildren();
    draw({ marks });
  } catch (error) {
    if (!mine.signal.aborted) showTrouble(error);
  } finally {
    if (latest === mine) list.busy = false;
  }
}

/** Links have been added, changed or removed. */
async function loadAll() {
  const [counts] = await Promise.all([call("GET", "/api/tags"), load({ keep: true, marks: true })]);
  tags.show(counts.tags);
}

/**
 * @param {number} wanted
 * @param {AbortSignal} signal
 */
async function pages(wanted, signal) {
  /** @type {Link[]} */
  const found = [];
  do {
    const page = await portion(found.length, Math.min(wanted - found.length, MOST_AT_ONCE), signal);
    found.push(...page);
    if (page.length === 0) break;
  } while (found.length < wanted && found.length < total);
  return found;
}

/**
 * @param {number} offset
 * @param {number} limit
 * @param {AbortSignal} [signal]
 * @returns {Promise<Link[]>}
 */
async function portion(offset, limit, signal) {
  const query = queryOf(view);
  query.set("limit", String(limit));
  if (offset > 0) query.set("offset", String(offset));
  const page = await call("GET", `/api/links?${query}`, signal === undefined ? {} : { signal });
  total = page.total;
  return page.links;
}

/** @param {{ marks?: boolean }} [options] */
function draw(options) {
  list.show(links, (link) => account.mayChange(link), options);
  drawResult();
  more.hidden = links.length >= total;
  byId("nothing").replaceChildren(
    ...(total > 0
      ? []
      : [
          emptyState({
            isSearch: view.q !== "" || view.tag !== null,
            what: [view.q === "" ? null : `“${view.q}”`, view.tag === null ? null : `the tag ${view.tag}`]
              .filter(Boolean)
              .join(" with "),
            mayAdd: account.user !== null,
            clear: () => go({ q: "", tag: null, sort: null }),
            add,
            bring: () => openImporter(() => void loadAll()),
          }),
        ]),
  );
}

function drawResult() {
  const { q, tag } = view;
  byId("result").textContent =
    count(total, "link") + (q === "" ? "" : ` for “${q}”`) + (tag === null ? "" : ` tagged ${tag}`);
  byId("filters").replaceChildren(
    ...(tag === null ? [] : [filter(tag, { ...view, tag: null })]),
    ...(q === "" ? [] : [filter(`“${q}”`, { ...view, q: "" })]),
  );
  // The element with the focus is not written over.
  if (document.activeElement !== search) search.value = q;
  sort.value = view.sort ?? (q === "" ? "newest" : "relevance");
  document.title = q === "" && tag === null ? "Sockeye Links" : `${[q, tag].filter(Boolean).join(", ")}: Sockeye Links`;
}

/**
 * What the list is narrowed to, as a button that takes it away.
 * @param {string} text
 * @param {typeof view} without
 */
function filter(text, without) {
  const leave = () => {
    search.value = without.q;
    go(without);
    byId("links").focus();
  };
  return h(
    "button",
    { type: "button", class: "tag removes", onclick: leave },
    text,
    h("span", { class: "unseen" }, " (show without it)"),
    icon("close"),
  );
}

function drawCommands() {
  const place = byId("commands");
  const menu = h(
    "details",
    { class: "menu" },
    h("summary", { class: "button" }, icon("export"), "Export"),
    h(
      "div",
      { class: "items" },
      h("a", { class: "button", href: "/api/export/html", download: true }, "Bookmarks for a browser"),
      h("a", { class: "button", href: "/api/export/markdown", download: true }, "A Markdown list"),
      h("a", { class: "button", href: "/api/export/json", download: true }, "JSON"),
    ),
  );
  closeFromOutside(menu);
  if (account.user === null) {
    place.replaceChildren(menu);
    return;
  }
  place.replaceChildren(
    menu,
    h("button", { type: "button", onclick: () => openImporter(() => void loadAll()) }, icon("import"), "Import"),
    h("button", { type: "button", class: "primary", onclick: add }, icon("plus"), "Add a link"),
  );
}

function add() {
  openEditor(null, changedHere("Added"));
}

/** @param {string} message */
function changedHere(message) {
  return (/** @type {Link} */ { title }) => {
    announce(`${message}: ${title}`);
    void loadAll();
  };
}

/** @param {Link} link */
async function copyAddress({ slug }) {
  const address = new URL(`/go/${slug}`, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    announce(`Copied ${address}`);
  } catch {
    announce(address); // Without the right to the clipboard, it can be read at least.
  }
}

/** @param {unknown} error */
function showTrouble(error) {
  if (!(error instanceof ApiError)) throw error;
  const again = h("button", { type: "button", class: "quiet", onclick: () => void load({ keep: true }) }, "Try again");
  byId("trouble").replaceChildren(h("p", { class: "problem", role: "alert" }, `${error.message}. `, again));
}

function startSearch() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const run = () => {
    clearTimeout(timer);
    if (search.value.trim() === view.q) return;
    view = { ...view, q: search.value.trim() };
    showInAddress(view, { replace: true });
    void load();
  };
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(run, TYPING_MS);
  });
  byId("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  const isMac = /Mac|iP(?:hone|ad)/.test(navigator.userAgent);
  byId("search-hint").textContent = isMac ? "⌘K" : "Ctrl K";
  addEventListener("keydown", (event) => {
    if (event.key !== "k" || !(isMac ? event.metaKey : event.ctrlKey) || document.querySelector("dialog") !== null)
      return;
    event.preventDefault();
    search.focus();
    search.select();
  });
}

/** @param {import("../../links/change.js").Change} change */
function changedElsewhere(change) {
  if (change.by === pageId) return;
  void loadAll();
  if (change.kind === "added") announce("Somebody has added a link");
}

search.value = view.q;
startTheme();
startSearch();
sort.addEventListener("change", () => go({ ...view, sort: sort.value }));
more.addEventListener("click", async () => {
  const first = links.length;
  links = [...links, ...(await portion(first, PAGE))];
  draw();
  // Reading goes on where it was.
  const next = byId("link-list").children[first]?.querySelector("h2 a");
  if (next instanceof HTMLElement) next.focus({ preventScroll: true });
});
addEventListener("popstate", () => {
  view = viewOfAddress();
  search.value = view.q;
  void load();
});

try {
  await account.load();
  drawCommands();
  tags.show((await call("GET", "/api/tags")).tags);
} catch (error) {
  showTrouble(error);
}
await load();
watchChanges(changedElsewhere);
void startPanel();
