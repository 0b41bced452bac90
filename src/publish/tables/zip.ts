import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

export interface ZipEntry {
  /** ASCII, with `/`. */
  name: string;
  content: Iterable<string> | AsyncIterable<string>;
}

/** 1980-01-01 00:00, the first date of the format: the same entries give the same bytes on any day. */
const DOS_TIME = 0;
const DOS_DATE = 0x0021;
const DEFLATE = 8;
/** Of sheets of a table of 188,000 rows it takes half the time of zlib’s usual 6 for 14 % more bytes; 1 to 3 gain nothing. */
const LEVEL = 4;
const VERSION_NEEDED = 20;
/** Checksum and sizes follow the content, since they are not known before it is written. */
const SIZES_FOLLOW = 0x0008;

/**
 * The bytes of a ZIP archive (PKWARE APPNOTE 6.3), made as they are read: one piece of one entry is in memory, and
 * compression runs on zlib's threads. Sizes are of 32 bits: an archive ends at 4 GB.
 */
export async function* zipArchive(entries: Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const path = Buffer.from(name, 'ascii');
    const start = offset;
    let checksum = 0;
    let size = 0;
    const measured = async function* () {
      for await (const text of content) {
        const bytes = Buffer.from(text, 'utf8');
        checksum = crc32(bytes, checksum);
        size += bytes.length;
        yield bytes;
      }
    };
    const header = Buffer.concat([localHeader(path.length), path]);
    yield header;
    offset += header.length;
    let compressed = 0;
    for await (const piece of Readable.from(measured()).compose(createDeflateRaw({ level: LEVEL }))) {
      compressed += piece.length;
      yield piece;
    }
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(checksum, 0);
    sizes.writeUInt32LE(compressed, 4);
    sizes.writeUInt32LE(size, 8);
    yield Buffer.concat([Buffer.from('PK\x07\x08', 'latin1'), sizes]);
    offset += compressed + 16;
    directory.push(directoryHeader(path.length, sizes, start), path);
  }
  const listing = Buffer.concat(directory);
  yield listing;
  yield endOfDirectory(directory.length / 2, listing.length, offset);
}

function localHeader(nameLength: number): Buffer {
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(VERSION_NEEDED, 4);
  header.writeUInt16LE(SIZES_FOLLOW, 6);
  header.writeUInt16LE(DEFLATE, 8);
  header.writeUInt16LE(DOS_TIME, 10);
  header.writeUInt16LE(DOS_DATE, 12);
  header.writeUInt16LE(nameLength, 26);
  return header;
}

function directoryHeader(nameLength: number, sizes: Buffer, start: number): Buffer {
  const header = Buffer.alloc(46);
  header.write('PK\x01\x02', 'latin1');
  header.writeUInt16LE(VERSION_NEEDED, 4);
  header.writeUInt16LE(VERSION_NEEDED, 6);
  header.writeUInt16LE(SIZES_FOLLOW, 8);
  header.writeUInt16LE(DEFLATE, 10);
  header.writeUInt16LE(DOS_TIME, 12);
  header.writeUInt16LE(DOS_DATE, 14);
  sizes.copy(header, 16);
  header.writeUInt16LE(nameLength, 28);
  header.writeUInt32LE(start, 42);
  return header;
}

function endOfDirectory(entries: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
