import yauzl from 'yauzl';
import type { PublishedTable } from '../../src/publish/tables/table.ts';
import { type TableFileForm, tableFile } from '../../src/publish/tables/table-file.ts';

/** The whole file, however it is made. */
export async function writtenBytes(table: PublishedTable, form: TableFileForm): Promise<Buffer> {
  const body = await tableFile(table, form);
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body);
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** The entries of a ZIP archive as text, by name, read by another program than the one that wrote it. */
export async function unzipped(bytes: Buffer): Promise<Map<string, { text: string; modified: string }>> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, file) => (error ? reject(error) : resolve(file))),
  );
  const entries = new Map<string, { text: string; modified: string }>();
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject).on('end', resolve);
    zip.on('entry', (entry: yauzl.Entry) => {
      zip.openReadStream(entry, async (error, stream) => {
        if (error) return reject(error);
        const pieces: Buffer[] = [];
        for await (const piece of stream) pieces.push(piece);
        const { lastModFileDate, lastModFileTime } = entry;
        entries.set(entry.fileName, {
          text: Buffer.concat(pieces).toString('utf8'),
          modified: `${lastModFileDate} ${lastModFileTime}`,
        });
        zip.readEntry();
      });
    });
    zip.readEntry();
  });
  return entries;
}

export interface ReadCell {
  value: string | number;
  style: number;
}

/** Cells of a worksheet by place (`B2`), as ECMA-376 says to read them. */
export function sheetCells(xml: string): Map<string, ReadCell> {
  const cells = new Map<string, ReadCell>();
  const pattern =
    /<c r="([A-Z]+\d+)" s="(\d+)"(?: t="(inlineStr)")?>(?:<is><t(?: xml:space="preserve")?>([^<]*)<\/t><\/is>|<v>([^<]*)<\/v>)<\/c>/g;
  for (const [, place, style, type, text, number] of xml.matchAll(pattern)) {
    const value = type === 'inlineStr' ? xmlValue(text) : Number(number);
    cells.set(place, { value, style: Number(style) });
  }
  return cells;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function xmlValue(text: string): string {
  return text
    .replaceAll(/&(amp|lt|gt|quot);/g, (_, name: string) => ENTITIES[name])
    .replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
