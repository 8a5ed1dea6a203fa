// Switches off the transitions and animations of Lime's components and CodeMirror for users who prefer reduced motion.
// The page's own styles do so themselves; custom properties reach only some of the components' transitions.

const styles = `
@media (prefers-reduced-motion: reduce) {
  :host, *, *::before, *::after {
    animation-delay: 0s !important;
    animation-duration: 0.01ms !important;
    animation-iteration-count: 1 !important;
    transition-delay: 0s !important;
    transition-duration: 0.01ms !important;
  }
}`;

/** Applies to the document and to every shadow root that is created afterwards. */
export function respectReducedMotion(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets.push(sheet);
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    root.adoptedStyleSheets.push(sheet);
    return root;
  };
}
