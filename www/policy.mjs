// What the built page may do, whoever serves it: run its own code, and nothing else. The text in a payload is written by
// strangers; should it ever be taken for markup or a script, this stops it. Markup that is made from text must pass the one
// policy of src/shell/trusted-types.ts, which knows the page's icons and nothing else. Lime's components need inline styles.
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

// What a server adds to every file of the page; only a header can say `frame-ancestors`. The worker names those of its
// settings beside the page itself, which plays Userlike's Message Center in addon-host.html.
export const headers = {
  "Content-Security-Policy": `${policy}; frame-ancestors 'self'`,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};
