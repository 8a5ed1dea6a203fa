// Light or dark theme. Default: the system's preference.

import { storedValue } from "./local-storage.ts";

export const themes = ["system", "light", "dark"] as const;

export type Theme = (typeof themes)[number];

const storedTheme = storedValue("theme", (text): text is Theme => (themes as readonly string[]).includes(text));

export function chosenTheme(): Theme {
  return storedTheme.read() ?? "system";
}

export function chooseTheme(theme: Theme): void {
  storedTheme.write(theme === "system" ? undefined : theme);
  applyTheme();
}

export function applyTheme(): void {
  const theme = chosenTheme();
  const { documentElement: root } = document;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = `force-${theme}`;
}
