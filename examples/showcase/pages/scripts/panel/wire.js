// Octets as they went over the wire: as lines, or in hexadecimal.

import { h } from "../dom.js";
import { size } from "./size.js";

/**
 * @typedef {import("../../../panel/shown.js").WireText} WireText
 * @typedef {import("../../../panel/shown.js").ExchangeDetails} Details
 */

export class WireView {
  element = h("div", { class: "wire" });
  #text = h("pre", { tabindex: 0, role: "region", "aria-label": "Octets" });
  #note = h("p", { class: "note" });
  #side = choice("Which way", ["Received", "Sent"], () => this.#draw());
  #form = choice("Shown as", ["Text", "Hex"], () => this.#draw());
  /** @type {Details | null} */
  #exchange = null;

  constructor() {
    const bar = h("div", { class: "choices" }, this.#side.element, this.#form.element);
    this.element.append(bar, this.#text, this.#note);
  }

  /** @param {Details} exchange */
  show(exchange) {
    this.#exchange = exchange;
    this.#draw();
  }

  #draw() {
    if (this.#exchange === null) return;
    const wire = this.#side.chosen() === "Received" ? this.#exchange.received : this.#exchange.sent;
    this.#text.replaceChildren(...(this.#form.chosen() === "Hex" ? hexLines(wire.text) : textLines(wire.text)));
    const rest = wire.octets - wire.text.length;
    const notes = [
      rest > 0 ? `${size(rest)} more were not kept.` : "",
      wire.text.includes("****") ? "What is starred out is secret." : "",
    ];
    this.#note.textContent = notes.join(" ").trim();
  }
}

/**
 * Two or three words to choose from.
 * @param {string} label
 * @param {readonly string[]} options
 * @param {() => void} changed
 */
function choice(label, options, changed) {
  let chosen = options[0] ?? "";
  const buttons = options.map((option) =>
    h(
      "button",
      {
        type: "button",
        "aria-pressed": String(option === chosen),
        onclick: () => {
          chosen = option;
          for (const [index, button] of buttons.entries()) {
            button.setAttribute("aria-pressed", String(options[index] === chosen));
          }
          changed();
        },
      },
      option,
    ),
  );
  return {
    element: h("div", { role: "group", "aria-label": label, class: "choice" }, ...buttons),
    chosen: () => chosen,
  };
}

/** @param {string} text one character an octet */
function* textLines(text) {
  const end = text.indexOf("\r\n\r\n");
  const head = end < 0 ? text : text.slice(0, end + 4);
  let offset = 0;
  for (const line of head.split(/(?<=\n)/)) {
    yield row(offset, offset === 0 ? [h("b", {}, printable(line))] : fieldLine(line), line);
    offset += line.length;
  }
  const content = text.slice(head.length);
  if (content === "") return;
  const coding = /^content-encoding: *(\S+)/im.exec(head)?.[1];
  if (coding !== undefined) yield row(offset, [h("i", {}, `(compressed: ${coding})`)], "");
  else yield row(offset, [decoded(content)], "");
}

/** @param {string} line */
function fieldLine(line) {
  const [, name, value] = /^([^:\r\n]+:)([\s\S]*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) return [printable(line)];
  const isSecret = /^\s*\*+\s*$/.test(value);
  return [
    h("span", { class: "name" }, name),
    isSecret ? h("span", { class: "secret" }, printable(value)) : printable(value),
  ];
}

/**
 * @param {number} offset
 * @param {(Node | string)[]} parts
 * @param {string} line for the mark of its end
 */
function row(offset, parts, line) {
  const end = /\r?\n$/.exec(line)?.[0] ?? "";
  return h(
    "span",
    { class: "line" },
    h("span", { class: "offset" }, String(offset)),
    h("span", {}, ...parts, end === "" ? null : h("span", { class: "end" }, end === "\r\n" ? "\\r\\n" : "\\n")),
  );
}

/** @param {string} text */
function printable(text) {
  return text.replace(/[\r\n]+$/, "").replace(/[^\x20-\x7e]/g, "·");
}

/** The content as text, where it is UTF-8. @param {string} octets */
function decoded(octets) {
  const bytes = Uint8Array.from(octets, (octet) => octet.charCodeAt(0));
  return new TextDecoder().decode(bytes).replace(/[^\P{C}\n\t]/gu, "·");
}

const PER_ROW = 16;

/** @param {string} text one character an octet */
function* hexLines(text) {
  for (let offset = 0; offset < text.length; offset += PER_ROW) {
    const octets = text.slice(offset, offset + PER_ROW);
    const hex = Array.from(octets, (octet) => octet.charCodeAt(0).toString(16).padStart(2, "0")).join(" ");
    yield h(
      "span",
      { class: "line hex" },
      h("span", { class: "offset" }, offset.toString(16).padStart(4, "0")),
      h("span", {}, hex.padEnd(PER_ROW * 3 + 1), h("span", { class: "name" }, octets.replace(/[^\x20-\x7e]/g, "."))),
    );
  }
}
