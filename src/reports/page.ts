/** Pages for people: their one style, and a policy that lets nothing else in. */
import { createHash } from 'node:crypto';
import { element, escapeXml } from './plots/svg.ts';

const STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #1a1a1a; font: 16px/1.55 Helvetica, Arial, "Noto Sans CJK SC", sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
h1, .lead { font-family: Georgia, "Times New Roman", "Noto Serif CJK SC", serif; overflow-wrap: anywhere; }
h1 { font-size: 2.1rem; line-height: 1.15; margin: 0; font-weight: 700; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; border-top: 2px solid #1a1a1a; padding-top: .6rem; }
h3 { font-size: 1rem; margin: 1.6rem 0 .2rem; }
p { max-width: 44rem; margin: .5rem 0; overflow-wrap: anywhere; }
.kicker { text-transform: uppercase; letter-spacing: .12em; font-size: .72rem; color: #555; margin: 0 0 .3rem; }
.moment { color: #555; font-size: .85rem; border-bottom: 1px solid #1a1a1a; padding-bottom: .8rem; max-width: none; }
.lead { font-size: 1.25rem; line-height: 1.45; margin: 1rem 0; }
.small, .notes { font-size: .85rem; }
.notes { max-width: 46rem; padding-left: 1.1rem; overflow-wrap: anywhere; }
.notes li { margin: .25rem 0; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr); gap: .15rem 1rem; font-size: .82rem; }
dt { color: #555; }
dd { margin: 0; overflow-wrap: anywhere; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)); gap: 0 2rem; }
figure { margin: 2.2rem 0 0; break-inside: avoid; min-width: 0; }
.plot { overflow-x: auto; }
figure svg { display: block; max-width: 100%; height: auto; }
figcaption { font-size: .82rem; color: #444; max-width: 44rem; margin-top: .2rem; overflow-wrap: anywhere; }
figcaption strong { color: #1a1a1a; }
summary { cursor: pointer; font-size: .82rem; margin: .4rem 0; width: fit-content; }
.links li { margin: .3rem 0; overflow-wrap: anywhere; }
.links code { color: #555; font-size: .78rem; }
a { color: #123a63; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .78rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: #555; padding: .2rem 0 .4rem; }
th, td { border-bottom: 1px solid #d9d9d9; padding: .3rem .6rem; text-align: left; vertical-align: top; }
td { max-width: 22rem; min-width: 4rem; overflow-wrap: break-word; }
td.words { min-width: 16rem; }
th { background: #f3f3f3; border-bottom: 1px solid #1a1a1a; vertical-align: bottom; }
td.number, th.number { text-align: right; }
td.number { white-space: nowrap; }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { font-size: 11px; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 22px; }
  .lead { font-size: 13px; }
  h2, h3 { break-after: avoid; }
  figure { margin: 4mm 0; }
  .plots { display: block; }
  figure { display: inline-block; width: 47%; margin-right: 2%; vertical-align: top; }
  figure svg { max-height: 130mm; }
  .wide, .plot { overflow: visible; }
  table { font-size: 7.5px; line-height: 1.25; width: 100%; }
  th, td { padding: 1px 3px; overflow-wrap: anywhere; }
  td { min-width: 12mm; }
  td.words { min-width: 30mm; }
  td.number { min-width: 0; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  details { display: none; }
}
`;

/** What such a page may load: its own style and nothing else. A server sends it with the page, which is bound by both. */
export const pagePolicy = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** A page that loads nothing and runs nothing, wherever it is kept; its body is HTML already. */
export function page(title: string, ...body: readonly string[]): string {
  const main = element('main', {}, ...body);
  return `<!doctype html>\n${element('html', { lang: 'en' }, head(title), element('body', {}, main))}\n`;
}

function head(title: string): string {
  return element(
    'head',
    {},
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeXml(pagePolicy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    element('title', {}, escapeXml(title)),
    `<style>${STYLE}</style>`,
  );
}
