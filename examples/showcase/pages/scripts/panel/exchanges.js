// The last exchanges: a list, and one of them in full.

import { ApiError, call, ownExchanges } from "../api.js";
import { h } from "../dom.js";
import { duration, size } from "./size.js";
import { timingChart } from "./timing.js";
import { WireView } from "./wire.js";

/**
 * @typedef {import("../../../panel/shown.js").ExchangeRow} Row
 * @typedef {import("../../../panel/shown.js").ExchangeDetails & { route: string | null, place: string | null, miss: string | null }} Details
 */

const SHOWN = 12;

/** @returns {import("./panel.js").Tab} */
export function exchangesTab() {
  const rows = h("ol", { class: "exchange-list", "aria-label": "The last requests" });
  const details = h("section", { "aria-label": "The chosen request" });
  const follow = h("input", { type: "checkbox", checked: true });
  const wire = new WireView();
  /** @type {string | null} */
  let chosen = null;
  /** What is drawn: nothing is done where it is the same. */
  let drawn = "";

  const choose = async (/** @type {Row} */ { id, state, milliseconds }) => {
    const shown = `${id} ${state} ${state === "open" ? Math.floor(milliseconds / 1000) : ""}`;
    if (shown === drawn) return;
    drawn = shown;
    chosen = id;
    mark();
    try {
      const exchange = await call("GET", `/panel/exchanges/${id}`);
      if (chosen === id) details.replaceChildren(...detailsOf(exchange, wire));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // It is no longer kept: what is shown may stay.
    }
  };
  const mark = () => {
    for (const row of rows.querySelectorAll("button")) {
      row.setAttribute("aria-current", String(row.dataset["id"] === chosen));
    }
  };

  return {
    name: "Requests",
    element: h(
      "div",
      {},
      h(
        "div",
        { class: "list-head" },
        h("h3", {}, "Last requests"),
        h("label", { class: "check" }, follow, "Follow this page"),
      ),
      rows,
      details,
    ),
    show({ exchanges }) {
      const shown = exchanges.slice(0, SHOWN);
      draw(rows, shown, (row) => {
        follow.checked = false;
        void choose(row);
      });
      mark();
      const newest = exchanges.find(({ id, state }) => ownExchanges.includes(id) && state !== "open") ?? exchanges[0];
      const wanted = follow.checked ? newest : exchanges.find(({ id }) => id === chosen);
      if (wanted !== undefined) void choose(wanted);
    },
  };
}

/**
 * Rows stay the elements that they are, so that the focus stays too.
 * @param {HTMLElement} list
 * @param {readonly Row[]} exchanges
 * @param {(row: Row) => void} choose
 */
function draw(list, exchanges, choose) {
  const before = new Map([...list.children].map((item) => [/** @type {HTMLElement} */ (item).dataset["key"], item]));
  const items = exchanges.map((row) => {
    const key = `${row.id} ${row.state} ${row.status}`;
    return before.get(key) ?? rowOf(row, key, choose);
  });
  for (const item of before.values()) if (!items.includes(item)) item.remove();
  for (const [index, item] of items.entries()) {
    if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
  }
}

/**
 * @param {Row} row
 * @param {string} key
 * @param {(row: Row) => void} choose
 */
function rowOf(row, key, choose) {
  const { id, method, target, status, state, milliseconds } = row;
  const isOwn = ownExchanges.includes(id);
  return h(
    "li",
    { "data-key": key },
    h(
      "button",
      { type: "button", class: isOwn ? "own" : "", "data-id": id, onclick: () => choose(row) },
      h("span", { class: "method" }, method),
      h("span", { class: "target" }, target, isOwn ? h("span", { class: "unseen" }, " (sent by this page)") : null),
      h("span", { class: `status s${String(status ?? 0)[0]}` }, state === "cut" ? "cut" : String(status ?? "…")),
      h("span", { class: "time" }, state === "open" ? "open" : duration(milliseconds)),
    ),
  );
}

/**
 * @param {Details} exchange
 * @param {WireView} wire
 */
function* detailsOf(exchange, wire) {
  const { id, received, sent, route, place, miss } = exchange;
  const [connection, number] = id.split(".");
  const answers = route ?? (miss === "path" ? "no route: a file, or 404" : `no route (${miss})`);
  /** @type {[string, string][]} */
  const facts = [
    ["Route", place === null ? answers : `${answers} (${place})`],
    ["Octets", `${size(received.octets)} received, ${size(sent.octets)} sent`],
    ["Exchange", `number ${number} of connection ${connection}`],
  ];
  yield h("dl", { class: "facts" }, ...facts.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
  yield h("h3", {}, "Time by middleware");
  yield timingChart(exchange);
  yield h("h3", {}, "On the wire");
  wire.show(exchange);
  yield wire.element;
}
