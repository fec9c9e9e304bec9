/** Head of a page: its one style, and a policy that lets nothing else in. */
import { createHash } from 'node:crypto';
import { element, escapeXml } from './plots/svg.ts';

const STYLE = `
body { margin: 0; background: #fff; color: #1a1a1a; font: 15px/1.5 Helvetica, Arial, "Noto Sans CJK SC", sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.7rem; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; font-size: .85rem; }
dt { color: #555; }
dd { margin: 0; overflow-wrap: anywhere; }
figure { margin: 1.5rem 0; break-inside: avoid; }
figure svg { max-width: 100%; height: auto; }
figcaption { font-size: .85rem; color: #444; max-width: 48rem; }
summary { cursor: pointer; font-size: .85rem; margin: .4rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .8rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: #555; font-size: .8rem; padding: .2rem 0; }
th, td { border-bottom: 1px solid #d9d9d9; padding: .25rem .5rem; text-align: left; vertical-align: top; }
th { background: #f3f3f3; }
td.number { text-align: right; white-space: nowrap; }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { font-size: 10px; }
  main { max-width: none; padding: 0; }
  .wide { overflow: visible; }
  table { font-size: 7px; }
  th, td { padding: 1px 3px; white-space: normal; overflow-wrap: anywhere; }
  td.number { white-space: normal; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  summary { display: none; }
}
`;

const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** A page that loads nothing and runs nothing, wherever it is kept. */
export function pageHead(title: string): string {
  return element(
    'head',
    {},
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeXml(POLICY)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    element('title', {}, escapeXml(title)),
    `<style>${STYLE}</style>`,
  );
}
