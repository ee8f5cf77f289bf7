// What www/vendor/archive.js holds. The synchronous way of writing a workbook: the other starts workers from
// blobs, which the page's policy forbids; the page calls it in a worker of its own.

import convert from './node_modules/write-excel-file/modules/export/convertFileContentToUint8ArrayUniversal.js';
import { generateXlsxFileSync } from './node_modules/write-excel-file/modules/export/writeXlsxFileUniversal.js';

export { Zip, ZipDeflate } from 'fflate';

/** A workbook of sheets, as a Blob. */
export const workbook = (sheets) => generateXlsxFileSync(sheets, {}, undefined, convert);
