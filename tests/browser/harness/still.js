// Runs in every tested page before its scripts and turns off animations and transitions, also in Lime's components. Their
// duration is not 0, because components wait for the events at their end.

const still = new CSSStyleSheet();
still.replaceSync(`*, *::before, *::after, *::backdrop {
  animation-delay: 0s !important;
  animation-duration: 0.01ms !important;
  animation-iteration-count: 1 !important;
  scroll-behavior: auto !important;
  transition-delay: 0s !important;
  transition-duration: 0.01ms !important;
}`);
document.adoptedStyleSheets.push(still);

const { attachShadow } = Element.prototype;
Element.prototype.attachShadow = function (options) {
  const root = attachShadow.call(this, options);
  root.adoptedStyleSheets.push(still);
  return root;
};
