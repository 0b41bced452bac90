import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

/** Gzip without time, name or system, so that the same content always gives the same bytes. */
export function gzip(content: string): Uint8Array {
  const packed = gzipSync(content, { level: 9 });
  packed.fill(0, 4, 8);
  packed[9] = 255;
  return packed;
}

const DOS_DATE_1980_01_01 = 0x21;
const UTF8_NAMES = 0x800;
const DEFLATED = 8;
const VERSION_2_0 = 20;

/** A zip archive of one file, dated 1980-01-01 (the first date that the format knows). */
export function zipOfOne(name: string, content: string): Uint8Array {
  const raw = Buffer.from(content, 'utf8');
  const packed = deflateRawSync(raw, { level: 9 });
  const nameBytes = Buffer.from(name, 'utf8');

  const about = Buffer.alloc(26);
  about.writeUInt16LE(VERSION_2_0, 0);
  about.writeUInt16LE(UTF8_NAMES, 2);
  about.writeUInt16LE(DEFLATED, 4);
  about.writeUInt16LE(DOS_DATE_1980_01_01, 8);
  about.writeUInt32LE(crc32(raw), 10);
  about.writeUInt32LE(packed.length, 14);
  about.writeUInt32LE(raw.length, 18);
  about.writeUInt16LE(nameBytes.length, 22);

  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), about, nameBytes, packed]);
  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE(VERSION_2_0, 0);
  // Comment length, disk, attributes and the offset of the local header: all zero.
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02', 'latin1'),
    madeBy,
    about,
    Buffer.alloc(14),
    nameBytes,
  ]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
