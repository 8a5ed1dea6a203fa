// The style sheet of the web client: light and dark, from 320 px up.

export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1d2126, #e8eaed);
  --quiet: light-dark(#5a626c, #a5adb8);
  --paper: light-dark(#f5f6f7, #16191d);
  --card: light-dark(#ffffff, #1f2329);
  --line: light-dark(#d9dde2, #373d46);
  --link: light-dark(#0b6b4f, #6fd6b0);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
a { color: var(--link); }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
header, main { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
header { padding-block: 1rem 0; color: var(--quiet); font-size: 0.875rem; }
main { padding-bottom: 3rem; }
h1 { margin: 0.5rem 0 1rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.125rem; }
.kind { display: block; color: var(--quiet); font-size: 0.875rem; font-weight: 400; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.5rem 1rem; }
.card + .card { margin-top: 0.75rem; }
dl { margin: 0; display: grid; grid-template-columns: minmax(8rem, 14rem) minmax(0, 1fr); }
dt, dd { margin: 0; padding: 0.375rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
dt { padding-right: 1rem; color: var(--quiet); }
dt:first-of-type, dd:first-of-type { border-top: 0; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.empty, .quiet { color: var(--quiet); }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: 0.375rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
li:first-child { border-top: 0; }
.quiet { font-size: 0.875rem; font-weight: 400; }
.note .text { max-height: 32rem; overflow: auto; margin: 0.5rem 0; }
@media (max-width: 36rem) {
  dl { grid-template-columns: minmax(0, 1fr); }
  dt { padding-bottom: 0; }
  dd { padding-top: 0; border-top: 0; }
}
`;
