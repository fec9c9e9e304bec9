/** What a program that is not ours finds in each format: the cells of its tables, as that format has them. */
import { JSDOM } from 'jsdom';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import readWorkbook from 'read-excel-file/node';

/** A page as a browser has it; to read one of a whole report takes seconds. */
export function openPage(page: string): Document {
  return new JSDOM(page).window.document;
}

/** Rows of the tables of a page; a number is what its `data` element has as value and shows. */
export function tablesOfPage(
  document: Document,
  selector: string,
): (string | { exact: string; shown: string })[][][] {
  return [...document.querySelectorAll(selector)].map((table) =>
    [...table.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => {
        const data = cell.querySelector('data');
        return data === null
          ? (cell.textContent ?? '')
          : { exact: data.value, shown: data.textContent ?? '' };
      }),
    ),
  );
}

/** What a page says, without its markup. */
export function textOfPage(page: string): string {
  return openPage(page).body.textContent ?? '';
}

/** Rows of the tables of a GitHub-flavoured Markdown text, by the rules of its table extension. */
export function tablesOfMarkdown(text: string): string[][][] {
  return text
    .split(/\n{2,}/)
    .filter((block) => block.startsWith('|'))
    .map((block) =>
      block
        .trim()
        .split('\n')
        .slice(2)
        .map((line) =>
          line
            .slice(1, -1)
            .split(/(?<!\\)\|/)
            .map((cell) => cell.trim()),
        ),
    );
}

/** Sheets of a workbook after the first, without their heads. */
export async function sheetsOf(bytes: Uint8Array): Promise<unknown[][][]> {
  const sheets = await readWorkbook(Buffer.from(bytes));
  return sheets.slice(1).map(({ data }) => data.slice(1));
}

/** Pieces of text of the document in the order of the pages. */
export async function textOfPdf(bytes: Uint8Array): Promise<string[]> {
  return (await pagesOfPdf(bytes)).flat();
}

/** The same, each page by itself. */
export async function pagesOfPdf(bytes: Uint8Array): Promise<string[][]> {
  const task = getDocument({ data: new Uint8Array(bytes), useSystemFonts: false, verbosity: 0 });
  const document = await task.promise;
  const pages: string[][] = [];
  for (let page = 1; page <= document.numPages; page += 1) {
    const { items } = await (await document.getPage(page)).getTextContent();
    pages.push(items.flatMap((item) => ('str' in item && item.str.trim() !== '' ? [item.str.trim()] : [])));
  }
  await task.destroy();
  return pages;
}
