// Trusted Types: permits scripts (web workers) of the page's own origin. Markup and everything else throws, in libraries as
// well.

interface TrustedTypePolicyFactory {
  createPolicy(name: "default", rules: { createScriptURL(text: string): string | null }): unknown;
}

/** Does nothing in browsers without Trusted Types. */
export function installTrustedTypesPolicy(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypePolicyFactory };
  trustedTypes?.createPolicy("default", {
    createScriptURL: (text) => (new URL(text, location.href).origin === location.origin ? text : null),
  });
}
