// Trusted Types: the only texts that may become markup in this page are its icons, and the only scripts that may be started
// (threads) are files of this page. Everything else throws, in the components as in our own code.

import { icons, svgOf } from "../elements/icons.ts";

interface TrustedTypePolicyFactory {
  createPolicy(
    name: "default",
    rules: { createHTML(text: string): string | null; createScriptURL(text: string): string | null },
  ): unknown;
}

/** In browsers that don't know Trusted Types nothing happens. */
export function installTrustedTypesPolicy(): void {
  const permitted = new Set(["", ...Object.values(icons).map(svgOf)]);
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypePolicyFactory };
  trustedTypes?.createPolicy("default", {
    createHTML: (text) => (permitted.has(text) ? text : null),
    createScriptURL: (text) => (new URL(text, location.href).origin === location.origin ? text : null),
  });
}
