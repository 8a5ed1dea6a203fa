// Runs in every tested page before its scripts. The browsers ask for reduced motion, so the page itself moves nothing; what is
// left are the animations of components, such as the blinking cursor of the editor. Nothing may be shortened instead of turned
// off: a duration for all elements makes a transition of each change of each style, which ends a frame too late.

const still = new CSSStyleSheet();
still.replaceSync(`*, *::before, *::after, *::backdrop {
  animation: none !important;
  transition: none !important;
}`);
document.adoptedStyleSheets.push(still);
