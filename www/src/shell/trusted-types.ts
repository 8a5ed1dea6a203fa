// Trusted Types: permits the icons' markup and scripts (web workers) of the page's own origin. Everything else throws,
// in Lime's components as well.

import { icons, svgOf } from "../elements/icons.ts";

interface TrustedTypePolicyFactory {
  createPolicy(
    name: "default",
    rules: { createHTML(text: string): string | null; createScriptURL(text: string): string | null },
  ): unknown;
}

/** Does nothing in browsers without Trusted Types. */
export function installTrustedTypesPolicy(): void {
  const permitted = new Set(["", ...Object.values(icons).map(svgOf)]);
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypePolicyFactory };
  trustedTypes?.createPolicy("default", {
    createHTML: (text) => (permitted.has(text) ? text : null),
    createScriptURL: (text) => (new URL(text, location.href).origin === location.origin ? text : null),
  });
}
