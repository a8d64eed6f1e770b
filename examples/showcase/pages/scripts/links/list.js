// The list of links. What has not changed stays the same element, so that focus and scroll position stay too.

import { byId, h } from "../dom.js";
import { linkItem } from "./item.js";

/**
 * @typedef {import("./item.js").Link} Link
 * @typedef {import("./item.js").Actions} Actions
 * @typedef {Map<number, { state: string, element: HTMLElement }>} Shown by the ids of the links
 */

export class LinkList {
  #list = byId("link-list");
  /** @type {Shown} */
  #shown = new Map();
  /** @type {Actions} */
  #actions;

  /** @param {Actions} actions */
  constructor(actions) {
    this.#actions = actions;
  }

  /**
   * @param {readonly Link[]} links
   * @param {(link: Link) => boolean} mayChange
   * @param {{ marks?: boolean }} [options] whether what is new or changed stands out for a moment
   */
  show(links, mayChange, { marks = false } = {}) {
    const focus = focusIn(this.#list);
    /** @type {Shown} */
    const shown = new Map();
    for (const link of links) {
      const state = `${link.version} ${link.visits} ${link.owner} ${mayChange(link)}`;
      const before = this.#shown.get(link.id);
      const element = before?.state === state ? before.element : linkItem(link, mayChange(link), this.#actions);
      if (marks && before?.state !== state) element.classList.add("fresh");
      shown.set(link.id, { state, element });
    }
    for (const [id, { element }] of this.#shown) {
      if (shown.get(id)?.element !== element) element.remove();
    }
    let index = 0;
    for (const { element } of shown.values()) {
      const there = this.#list.children[index++] ?? null;
      if (there !== element) this.#list.insertBefore(element, there);
    }
    this.#shown = shown;
    if (focus !== null) restoreFocus(this.#list, focus);
  }

  /** @param {boolean} isBusy */
  set busy(isBusy) {
    this.#list.setAttribute("aria-busy", String(isBusy));
  }
}

/**
 * @typedef {object} Focus
 * @property {string} id of the link
 * @property {string | undefined} action
 * @property {number} index
 */

/**
 * @param {HTMLElement} list
 * @returns {Focus | null}
 */
function focusIn(list) {
  const { activeElement } = document;
  const item = activeElement?.closest("li.link");
  if (!(activeElement instanceof HTMLElement) || !(item instanceof HTMLElement)) return null;
  return {
    id: item.dataset["id"] ?? "",
    action: activeElement.dataset["action"],
    index: [...list.children].indexOf(item),
  };
}

/**
 * @param {HTMLElement} list
 * @param {Focus} focus
 */
function restoreFocus(list, { id, action, index }) {
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  const same = list.querySelector(`li[data-id="${CSS.escape(id)}"]`);
  // The link is gone: the one in its place.
  const item = same ?? list.children[Math.min(index, list.children.length - 1)];
  const wanted =
    action === undefined || same === null ? null : item?.querySelector(`[data-action="${CSS.escape(action)}"]`);
  const target = wanted ?? item?.querySelector("h2 a") ?? byId("links");
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}

/**
 * What stands in the place of the list where it is empty.
 * @param {{ isSearch: boolean, what: string, mayAdd: boolean, clear: () => void, add: () => void, bring: () => void }} options
 */
export function emptyState({ isSearch, what, mayAdd, clear, add, bring }) {
  if (isSearch) {
    return h(
      "div",
      { class: "nothing" },
      river(),
      h("h2", {}, `Nothing for ${what}`),
      h("p", {}, "All words have to be there, in the title, the tags, the address or the description."),
      h("button", { type: "button", onclick: clear }, "Show all links"),
    );
  }
  return h(
    "div",
    { class: "nothing" },
    river(),
    h("h2", {}, "No links yet"),
    mayAdd
      ? h("p", {}, "Add the first one, or bring the bookmarks that your browser exports.")
      : h("p", {}, "Whoever signs in can add some."),
    mayAdd
      ? h(
          "div",
          { class: "commands" },
          h("button", { type: "button", class: "primary", onclick: add }, "Add a link"),
          h("button", { type: "button", onclick: bring }, "Import"),
        )
      : null,
  );
}

function river() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 144 80");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const [y, opacity] of [
    [26, "1"],
    [42, "0.7"],
    [58, "0.4"],
  ]) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", `M8 ${y}q16-12 32 0t32 0 32 0 32 0`);
    path.setAttribute("opacity", String(opacity));
    svg.append(path);
  }
  return svg;
}
