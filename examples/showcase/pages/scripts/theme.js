// Light, dark, or as the system has it. The browser remembers.

import { byId } from "./dom.js";

const THEMES = ["system", "light", "dark"];
const SAID = { system: "as the system has them", light: "light", dark: "dark" };

export function startTheme() {
  const button = byId("theme");
  let theme = localStorage.getItem("theme") ?? "system";
  const show = () => {
    document.documentElement.style.colorScheme = theme === "system" ? "" : theme;
    const label = `Colours: ${SAID[/** @type {keyof typeof SAID} */ (theme)] ?? theme}`;
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
    localStorage.setItem("theme", theme);
    show();
  });
  show();
}
