// What the built page may do, whoever serves it: run its own code, and nothing else. The text in a payload is written by
// strangers; should it ever be taken for markup or a script, this stops it, and `trusted-types 'none'` keeps `innerHTML`
// and its like out of our own code.
export const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

// What a server adds to every file of the page; only a header can say `frame-ancestors`.
export const headers = {
  "Content-Security-Policy": `${policy}; frame-ancestors 'none'`,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};
