// Runs in every tested page before its scripts and turns off animations and transitions. Their duration is not 0, because
// scripts may wait for the events at their end.

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
