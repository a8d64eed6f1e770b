// Signing in and out, at the end of the header.

import { call } from "../api.js";
import { openDialog } from "../dialog.js";
import { byId, h, icon } from "../dom.js";
import { field, submit } from "../form.js";
import { openPeople } from "./people.js";

/** @typedef {import("../../../people/person.js").Person} Person */

export class Account {
  /** @type {Person | null} */
  user = null;
  #place = byId("account");
  /** @type {() => void} */
  #changed;

  /** @param {() => void} changed somebody has signed in or out */
  constructor(changed) {
    this.#changed = changed;
  }

  async load() {
    this.user = (await call("GET", "/api/session")).user;
    this.#draw();
  }

  get isAdmin() {
    return this.user?.roles.includes("admin") === true;
  }

  /** @param {import("../links/item.js").Link} link */
  mayChange({ owner }) {
    return this.user !== null && (this.isAdmin || this.user.name === owner);
  }

  #draw() {
    const { user } = this;
    if (user === null) {
      this.#place.replaceChildren(h("button", { type: "button", onclick: () => this.#openSignIn() }, "Sign in"));
      return;
    }
    const menu = h(
      "details",
      { class: "menu" },
      h("summary", { class: "button" }, user.name),
      h(
        "div",
        { class: "items" },
        h("p", {}, this.isAdmin ? "Signed in as an admin" : "Signed in"),
        this.isAdmin
          ? h("button", { type: "button", onclick: () => openPeople(user) }, icon("people"), "People")
          : null,
        h("button", { type: "button", onclick: () => void this.#signOut() }, "Sign out"),
      ),
    );
    closeFromOutside(menu);
    this.#place.replaceChildren(menu);
  }

  #openSignIn() {
    openDialog("Sign in", (dialog, header) => {
      const name = h("input", { autocomplete: "username", autocapitalize: "none", maxlength: 200, autofocus: true });
      const password = h("input", { type: "password", autocomplete: "current-password", maxlength: 200 });
      const form = h(
        "form",
        {},
        header,
        h("p", { class: "problem", role: "alert" }),
        field("name", "Name", name),
        field("password", "Password", password, "At the first start, the admin's stands in the terminal"),
        h("div", { class: "ends" }, h("button", { class: "primary" }, "Sign in")),
      );
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        void submit(form, async () => {
          const json = { name: name.value, password: password.value };
          this.user = (await call("POST", "/api/session", { json })).user;
          dialog.close();
          this.#draw();
          this.#changed();
          this.#focus();
        });
      });
      return form;
    });
  }

  async #signOut() {
    await call("DELETE", "/api/session");
    this.user = null;
    this.#draw();
    this.#changed();
    this.#focus();
  }

  /** The button that was pressed is gone. */
  #focus() {
    const first = this.#place.querySelector("button, summary");
    if (first instanceof HTMLElement) first.focus();
  }
}

/**
 * A menu closes when something else is pressed, and by Escape.
 * @param {HTMLDetailsElement} menu
 */
export function closeFromOutside(menu) {
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) menu.open = false;
  });
  menu.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Node && !menu.contains(target)) menu.open = false;
  });
}
