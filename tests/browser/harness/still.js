// Runs in every page before its own scripts: nothing fades or moves, in Lime's components neither, so that a state is
// reached as soon as it is set. Transitions last for an instant instead of none, because components wait for their end.

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
