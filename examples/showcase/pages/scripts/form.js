// Forms whose fields show what the server had against them.

import { ApiError } from "./api.js";
import { h } from "./dom.js";

/**
 * @param {string} name of the field in what is sent
 * @param {string} label
 * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control
 * @param {string} [hint]
 */
export function field(name, label, control, hint) {
  const id = `field-${name}`;
  control.id = id;
  control.name = name;
  /** @type {HTMLElement[]} */
  const parts = [h("label", { for: id }, label), control];
  if (hint !== undefined) {
    parts.push(h("p", { class: "hint", id: `${id}-hint` }, hint));
    control.setAttribute("aria-describedby", `${id}-hint`);
  }
  return h("div", { class: "field" }, ...parts);
}

/**
 * Sends a form, and shows at its fields what was refused.
 * @param {HTMLFormElement} form has an element `.problem` for what belongs to no field
 * @param {() => Promise<void>} send
 */
export async function submit(form, send) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button.primary"));
  const problem = /** @type {HTMLElement} */ (form.querySelector(".problem"));
  clearFaults(form);
  problem.textContent = "";
  button.disabled = true;
  try {
    await send();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    button.disabled = false;
    if (!showFaults(form, faultsOf(error))) problem.textContent = error.message;
  } finally {
    button.disabled = false;
  }
}

/**
 * @param {ApiError} error
 * @returns {[field: string, message: string][]}
 */
function faultsOf({ problem }) {
  if (problem.field !== undefined) return [[problem.field, problem.detail ?? problem.title]];
  return (problem.errors ?? []).map(({ path, message }) => [String(path[0] ?? ""), message]);
}

/** @param {HTMLFormElement} form */
function clearFaults(form) {
  for (const fault of form.querySelectorAll(".fault")) fault.remove();
  for (const control of form.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-errormessage");
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {[field: string, message: string][]} faults
 * @returns {boolean} whether each is of a field; the first of them has the focus then
 */
function showFaults(form, faults) {
  const found = faults.map(([name, message]) => ({ control: form.elements.namedItem(name), message }));
  const first = found[0]?.control;
  if (!(first instanceof HTMLElement)) return false;
  for (const { control, message } of found) {
    if (!(control instanceof HTMLElement)) return false;
    if (control.hasAttribute("aria-invalid")) continue;
    const id = `${control.id}-fault`;
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-errormessage", id);
    control.closest(".field")?.append(h("p", { class: "fault", id, role: "alert" }, message));
  }
  first.focus();
  return true;
}
