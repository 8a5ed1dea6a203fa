// The style sheet of the web client: light and dark, from 320 px up.

export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1d2126, #e8eaed);
  --quiet: light-dark(#5a626c, #a5adb8);
  --paper: light-dark(#f2f4f6, #14171a);
  --card: light-dark(#ffffff, #1f2329);
  --line: light-dark(#dfe3e8, #353b44);
  --link: light-dark(#0b6b4f, #6fd6b0);
  --brand: light-dark(#0d3b2e, #0f2a22);
  --soft: light-dark(#e3f3ec, #17372c);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 0.9375rem/1.5 system-ui, sans-serif; }
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
header { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: center; padding: 0.5rem 1rem; background: var(--brand); color: #fff; }
.product { display: flex; gap: 0.5rem; align-items: center; color: inherit; font-weight: 650; text-decoration: none; }
.product:focus-visible { outline-color: #fff; }
.mark, .avatar { display: grid; place-items: center; border-radius: 0.5rem; font-weight: 700; }
.mark { width: 1.75rem; height: 1.75rem; background: #b8e986; color: #0d3b2e; }
.badge { font-size: 0.8125rem; color: #cfe8dd; }
.frame { display: grid; grid-template-columns: 13rem minmax(0, 1fr); max-width: 90rem; }
nav { padding: 1rem 0 1rem 0.5rem; }
nav ul { position: sticky; top: 1rem; }
nav li { border: 0; padding: 0; }
nav a { display: flex; justify-content: space-between; gap: 0.5rem; padding: 0.375rem 0.75rem; border-radius: 0.375rem; color: var(--ink); text-decoration: none; }
nav a:hover { background: var(--card); }
nav [aria-current] { background: var(--soft); color: var(--link); font-weight: 600; }
main { min-width: 0; padding: 1rem 1rem 3rem; }
h1 { margin: 0.25rem 0 1rem; font-size: 1.375rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 0 0 0.5rem; font-size: 1rem; }
.title { display: flex; gap: 0.75rem; align-items: center; margin-bottom: 1rem; }
.title h1 { min-width: 0; margin: 0; }
.avatar { flex: none; width: 2.75rem; height: 2.75rem; background: var(--soft); color: var(--link); font-size: 1.25rem; }
.kind { display: block; font-size: 0.8125rem; font-weight: 400; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: 0.75rem; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0.75rem; align-items: start; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.75rem 1rem; }
.columns .card + .card { margin-top: 0.75rem; }
.wide { padding: 0; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.5rem 1rem; border-top: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { border-top: 0; color: var(--quiet); font-size: 0.8125rem; font-weight: 600; white-space: nowrap; }
tbody tr:hover { background: var(--paper); }
time { white-space: nowrap; }
dl { margin: 0; display: grid; grid-template-columns: minmax(7rem, 11rem) minmax(0, 1fr); }
dt, dd { margin: 0; padding: 0.375rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
dt { padding-right: 1rem; color: var(--quiet); }
dt:first-of-type, dd:first-of-type { border-top: 0; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.option { display: inline-block; white-space: nowrap; padding: 0 0.5rem; border-radius: 1rem; background: var(--soft); color: var(--link); font-size: 0.8125rem; }
.empty, .quiet, .count { color: var(--quiet); }
.quiet, .count { font-size: 0.8125rem; font-weight: 400; }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: 0.375rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
li:first-child { border-top: 0; }
nav .count { flex: none; overflow-wrap: normal; white-space: nowrap; }
.more { display: block; padding-top: 0.5rem; border-top: 1px solid var(--line); }
.note { padding: 0.5rem 0 0.5rem 0.75rem; border-left: 3px solid var(--soft); }
.note + .note { margin-top: 0.75rem; }
.note .text { max-height: 32rem; overflow: auto; margin-top: 0.25rem; }
@media (max-width: 48rem) {
  .frame, .columns { grid-template-columns: minmax(0, 1fr); }
  nav { padding: 0.5rem 0.5rem 0; }
  nav ul { display: flex; flex-wrap: wrap; position: static; }
  nav a { padding: 0.25rem 0.625rem; white-space: nowrap; }
  .columns > div { margin-top: 0; }
}
@media (max-width: 36rem) {
  dl { grid-template-columns: minmax(0, 1fr); }
  dt { padding-bottom: 0; }
  dd { padding-top: 0; border-top: 0; }
}
`;
