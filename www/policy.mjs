// Content Security Policy of the built page: only its own code runs. Should untrusted text from a payload ever be
// interpreted as markup or as a script, the policy blocks it. The Trusted Types policy in src/shell/trusted-types.ts permits
// no markup. CodeMirror needs inline styles.
export const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types default",
].join("; ");

// Headers that a server adds to every file of the page; `frame-ancestors` works in a header only. The worker adds the
// origins of its settings to the page's own, which embeds itself in addon-host.html.
export const headers = {
  "Content-Security-Policy": `${policy}; frame-ancestors 'self'`,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};
