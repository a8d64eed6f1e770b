// All tags, the most used first, each a button that shows its links.

import { byId, h } from "../dom.js";

const FEW = 22;

export class TagList {
  #list = byId("tag-list");
  #button = byId("all-tags");
  #isWhole = false;
  /** @type {readonly { tag: string, links: number }[]} */
  #tags = [];
  /** @type {string | null} */
  #chosen = null;
  /** @type {(tag: string | null) => void} */
  #pressed;

  /** @param {(tag: string | null) => void} pressed is given `null` where the chosen one is pressed again */
  constructor(pressed) {
    this.#pressed = pressed;
    this.#button.addEventListener("click", () => {
      this.#isWhole = !this.#isWhole;
      this.#draw();
    });
  }

  /** @param {readonly { tag: string, links: number }[]} tags */
  show(tags) {
    this.#tags = tags;
    this.#draw();
  }

  /** @param {string | null} tag */
  choose(tag) {
    if (tag === this.#chosen) return;
    this.#chosen = tag;
    this.#draw();
  }

  #draw() {
    const focused = document.activeElement?.getAttribute("data-tag") ?? null;
    const few = this.#tags.filter(({ tag }, index) => index < FEW || tag === this.#chosen);
    const shown = this.#isWhole ? this.#tags : few;
    this.#list.replaceChildren(...shown.map((tag) => h("li", {}, this.#tagButton(tag))));
    const again = focused === null ? null : this.#list.querySelector(`[data-tag="${CSS.escape(focused)}"]`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
    this.#button.hidden = this.#tags.length <= FEW;
    this.#button.textContent = this.#isWhole ? "Fewer tags" : `All ${this.#tags.length} tags`;
    this.#button.setAttribute("aria-expanded", String(this.#isWhole));
  }

  /** @param {{ tag: string, links: number }} count */
  #tagButton({ tag, links }) {
    const isChosen = tag === this.#chosen;
    return h(
      "button",
      {
        type: "button",
        class: "tag",
        "data-tag": tag,
        "aria-pressed": String(isChosen),
        onclick: () => this.#pressed(isChosen ? null : tag),
      },
      tag,
      h("span", { class: "count" }, String(links)),
    );
  }
}
