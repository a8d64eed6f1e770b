// The people, for admins: who there is, somebody new, and somebody less.

import { call } from "../api.js";
import { openDialog } from "../dialog.js";
import { h } from "../dom.js";
import { field, submit } from "../form.js";
import { announce } from "../toast.js";

/** @typedef {import("../../../people/person.js").Person} Person */

/** @param {Person} self */
export function openPeople(self) {
  openDialog("People", (_dialog, header) => {
    const rows = h("tbody");
    const draw = async () => {
      const { people } = await call("GET", "/api/people");
      rows.replaceChildren(...people.map((/** @type {Person} */ person) => row(person, self, draw)));
    };
    void draw();
    const head = h(
      "tr",
      {},
      h("th", {}, "Name"),
      h("th", {}, "May"),
      h("th", {}, h("span", { class: "unseen" }, "Remove")),
    );
    return h(
      "div",
      { class: "content" },
      header,
      h("table", { class: "table" }, h("thead", {}, head), rows),
      h("h3", {}, "Somebody new"),
      newPerson(draw),
    );
  });
}

/**
 * @param {Person} person
 * @param {Person} self
 * @param {() => Promise<void>} draw
 */
function row({ id, name, roles }, self, draw) {
  const remove = async () => {
    await call("DELETE", `/api/people/${id}`);
    announce(`${name} is removed; the links stay`);
    await draw();
  };
  return h(
    "tr",
    {},
    h("td", {}, name),
    h("td", {}, roles.includes("admin") ? "everything" : "add links, change their own"),
    h(
      "td",
      {},
      id === self.id
        ? "you"
        : h(
            "button",
            { type: "button", class: "quiet", "aria-label": `Remove ${name}`, onclick: () => void remove() },
            "Remove",
          ),
    ),
  );
}

/** @param {() => Promise<void>} done */
function newPerson(done) {
  const name = h("input", { autocomplete: "off", maxlength: 40 });
  const password = h("input", { type: "password", autocomplete: "new-password", maxlength: 200 });
  const role = h(
    "select",
    {},
    h("option", { value: "member" }, "add links, change their own"),
    h("option", { value: "admin" }, "everything"),
  );
  const form = h(
    "form",
    { novalidate: true },
    h("p", { class: "problem", role: "alert" }),
    h("div", { class: "row" }, field("name", "Name", name), field("password", "Password", password)),
    field("role", "May", role),
    h("div", { class: "ends" }, h("button", { class: "primary" }, "Add")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit(form, async () => {
      await call("POST", "/api/people", { json: { name: name.value, password: password.value, role: role.value } });
      announce(`${name.value} can sign in now`);
      form.reset();
      await done();
    });
  });
  return form;
}
