// The page's style: system fonts, two colour schemes, print. States are told by a word and a sign, colour only helps.

export const style = `
:root { color-scheme: light dark; --text: #1a1d21; --soft: #4d5560; --back: #ffffff; --panel: #f4f6f8; --line: #c9d0d8;
  --good: #0b6b3a; --bad: #a61b1b; --open: #7a4b00; --link: #0b57b0; --mark: #ffe9a8; --mark-text: #1a1d21; }
@media (prefers-color-scheme: dark) { :root { --text: #e8eaed; --soft: #b3bac4; --back: #15181c; --panel: #1f242a; --line: #3c444e;
  --good: #67d79b; --bad: #ff9c94; --open: #f2c063; --link: #8ec2ff; --mark: #5c4a10; --mark-text: #fff6d8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.25rem 4rem; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; } h3 { font-size: 1rem; margin: 0; }
p { margin: .35rem 0; max-width: 62rem; overflow-wrap: anywhere; } .soft { color: var(--soft); } a { color: var(--link); }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; }
summary .s { white-space: normal; } .wide { overflow-x: auto; } details td, details th, article p { overflow-wrap: anywhere; }
.s { font-weight: 600; white-space: nowrap; } .s.good { color: var(--good); } .s.bad { color: var(--bad); } .s.open { color: var(--open); } .s.none { color: var(--soft); }
details { border-bottom: 1px solid var(--line); } summary { cursor: pointer; padding: .5rem 0; display: grid; grid-template-columns: 9rem 1fr repeat(var(--columns), 15rem); gap: .75rem; }
summary::-webkit-details-marker { display: none; } summary:hover { background: var(--panel); }
summary .id { font-family: ui-monospace, monospace; font-weight: 600; } .inside { padding: 0 0 1rem 1rem; border-left: 3px solid var(--line); margin: 0 0 .75rem; }
article { background: var(--panel); border-radius: 8px; padding: 1rem 1.25rem; margin: 0 0 1rem; scroll-margin-top: 1rem; }
article:target { outline: 3px solid var(--link); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.25rem; margin-top: .75rem; }
.columns > section { min-width: 0; } .columns h4 { margin: 0; font-size: .9rem; color: var(--soft); }
ol { margin: .5rem 0; padding-left: 1.4rem; } ol li { overflow-wrap: anywhere; }
figure { margin: .6rem 0; } figcaption { font: 13px ui-monospace, monospace; color: var(--soft); overflow-wrap: anywhere; }
pre { margin: .2rem 0; padding: .6rem; overflow-x: auto; background: var(--back); border: 1px solid var(--line); border-radius: 6px; font: 13px/1.5 ui-monospace, monospace; }
mark { background: var(--mark); color: var(--mark-text); display: inline-block; min-width: 100%; } .n { opacity: .85; user-select: none; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
@media (max-width: 50rem) { summary { grid-template-columns: 1fr; gap: .1rem; } }
@media print { body { max-width: none; padding: 0; font-size: 11px; } article { break-inside: avoid; background: none; border: 1px solid var(--line); }
  details::details-content { content-visibility: visible; height: auto; } pre { white-space: pre-wrap; } }
`;
