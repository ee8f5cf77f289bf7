/** An archive that is written as its files come. */
export class Zip {
  ondata: ((error: Error | null, chunk: Uint8Array<ArrayBuffer>, last: boolean) => void) | null;
  add(file: ZipDeflate): void;
  end(): void;
}
/** A file in it. */
export class ZipDeflate {
  constructor(name: string, options: { level: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 });
  push(chunk: Uint8Array, last: boolean): void;
}
type Cell = string | number | null | { value: string, fontWeight: 'bold' };
/** A workbook of sheets, as a Blob. */
export function workbook(sheets: { sheet: string, data: Cell[][], stickyRowsCount?: number, stickyColumnsCount?: number }[]): Promise<Blob>;
