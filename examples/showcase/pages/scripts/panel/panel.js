// "Under the hood": what the server saw. It is there where the server has it: on its own machine, in this example.

import { ApiError, call } from "../api.js";
import { byId, h, iconButton } from "../dom.js";
import { exchangesTab } from "./exchanges.js";
import { refusalsTab } from "./refusals.js";
import { routesTab } from "./routes.js";
import { size } from "./size.js";

/** @typedef {import("../../../panel/shown.js").Now} Now */
/**
 * @typedef {object} Tab
 * @property {string} name
 * @property {HTMLElement} element
 * @property {(now: Now) => void} [show] is told of each look
 * @property {() => Promise<void>} [open] before it is seen
 */

const EVERY_MS = 800;
const KEPT_OPEN = "panel";

export async function startPanel() {
  const toggle = byId("panel-toggle");
  const panel = byId("panel");
  try {
    await call("GET", "/panel/now");
  } catch (error) {
    if (error instanceof ApiError) return; // This server has none.
    throw error;
  }
  const { element, look, prepare } = build(() => setOpen(false));
  panel.append(element);
  toggle.hidden = false;

  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  /** @param {boolean} isOpen */
  const setOpen = (isOpen) => {
    clearInterval(timer);
    panel.hidden = !isOpen;
    document.body.classList.toggle("with-panel", isOpen);
    toggle.setAttribute("aria-pressed", String(isOpen));
    sessionStorage.setItem(KEPT_OPEN, String(isOpen));
    if (!isOpen) {
      if (panel.contains(document.activeElement) || document.activeElement === document.body) toggle.focus();
      return;
    }
    void prepare();
    void look();
    timer = setInterval(() => {
      if (document.visibilityState === "visible") void look();
    }, EVERY_MS);
  };
  toggle.addEventListener("click", () => {
    setOpen(panel.hidden === true);
    if (!panel.hidden) panel.querySelector("h2")?.focus();
  });
  if (sessionStorage.getItem(KEPT_OPEN) === "true") setOpen(true);
}

/** @param {() => void} close */
function build(close) {
  const figures = h("dl", { class: "figures" });
  /** @type {Tab[]} */
  const tabs = [exchangesTab(), routesTab(), refusalsTab(() => void look())];
  const { list, select } = tabList(tabs);

  const look = async () => {
    /** @type {Now} */
    let now;
    try {
      now = await call("GET", "/panel/now");
    } catch {
      return; // The server is away; the page says so elsewhere.
    }
    figures.replaceChildren(...figuresOf(now));
    for (const tab of tabs) tab.show?.(now);
  };
  const element = h(
    "div",
    { class: "panel-content" },
    h("header", {}, h("h2", { tabindex: -1 }, "Under the hood"), iconButton("close", "Close", close)),
    figures,
    list,
    ...tabs.map(({ element }) => element),
  );
  return { element, look, prepare: () => select(0, { focus: false }) };
}

/** @param {Now} now */
function* figuresOf({ connections, totals }) {
  /** @type {[string, string][]} */
  const figures = [
    ["connections", connections === null ? "–" : String(connections.open)],
    ["active", connections === null ? "–" : String(connections.active)],
    ["exchanges", String(totals.exchanges)],
    ["received", size(totals.received)],
    ["sent", size(totals.sent)],
  ];
  for (const [name, value] of figures) yield h("div", {}, h("dt", {}, name), h("dd", {}, value));
}

/**
 * Tabs as the ARIA practices have them: one stop for the Tab key, arrows between them.
 * @param {Tab[]} tabs
 */
function tabList(tabs) {
  const buttons = tabs.map(({ name, element }, index) => {
    element.id = `panel-${index}`;
    element.setAttribute("role", "tabpanel");
    element.setAttribute("aria-labelledby", `panel-tab-${index}`);
    return h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `panel-tab-${index}`,
        "aria-controls": element.id,
        onclick: () => void select(index),
      },
      name,
    );
  });
  const select = async (/** @type {number} */ chosen, { focus = true } = {}) => {
    for (const [index, button] of buttons.entries()) {
      const isChosen = index === chosen;
      button.setAttribute("aria-selected", String(isChosen));
      button.tabIndex = isChosen ? 0 : -1;
      if (isChosen && focus) button.focus();
      const tab = tabs[index];
      if (tab !== undefined) tab.element.hidden = !isChosen;
    }
    await tabs[chosen]?.open?.();
  };
  const list = h("div", { role: "tablist", "aria-label": "What to look at", class: "tab-list" }, ...buttons);
  list.addEventListener("keydown", (event) => {
    const here = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const there = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (here < 0 || there === undefined) return;
    event.preventDefault();
    void select((there + buttons.length) % buttons.length);
  });
  return { list, select };
}
