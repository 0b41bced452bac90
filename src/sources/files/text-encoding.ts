import { isAscii, isUtf8 } from 'node:buffer';
import { DomainError } from '../../domain-error.ts';
import type { ReportBuilder } from './read-report.ts';
import type { SourceFile } from './source-file.ts';

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);
/** Enough to see a byte order mark whatever the first chunk of the stream holds. */
const HEAD_BYTES = 4;

/**
 * The bytes of a text file as UTF-8 without byte order mark, streamed. Valid chunks are handed on untouched, so that
 * the usual file costs one validity check. A file that is really Windows-1252 (or Latin-1, its subset) is transcoded
 * and noted as repaired; single damaged bytes in a UTF-8 file become U+FFFD and are flagged.
 * @throws DomainError source-encoding for UTF-16 and for bytes that no text file holds
 */
export async function* utf8Chunks(file: SourceFile, report: ReportBuilder): AsyncGenerator<Buffer> {
  const decoder = new Utf8Decoder(file.name, report);
  const stream = await file.open();
  try {
    let head: Buffer | null = Buffer.alloc(0);
    for await (const piece of stream) {
      let chunk = piece as Buffer;
      if (head) {
        chunk = head.length > 0 ? Buffer.concat([head, chunk]) : chunk;
        head = chunk.length < HEAD_BYTES ? chunk : null;
        if (head) continue;
        chunk = withoutMark(chunk, file.name);
      }
      const text = decoder.decode(chunk);
      if (text.length > 0) yield text;
    }
    if (head && head.length > 0) yield decoder.decode(withoutMark(head, file.name));
    const rest = decoder.end();
    if (rest.length > 0) yield rest;
  } finally {
    stream.destroy();
  }
}

function withoutMark(chunk: Buffer, name: string): Buffer {
  const isUtf16 = (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff);
  if (isUtf16) {
    throw new DomainError(
      'source-encoding',
      `${name}: expected UTF-8, found UTF-16 (by its byte order mark)`,
      {
        file: name,
        expected: 'UTF-8',
        found: 'UTF-16',
      },
    );
  }
  return chunk.subarray(0, 3).equals(UTF8_BOM) ? chunk.subarray(3) : chunk;
}

/** Holds what one chunk leaves to the next: the cut character, and which encoding the file turned out to have. */
class Utf8Decoder {
  private readonly name: string;
  private readonly report: ReportBuilder;
  private carry: Buffer = Buffer.alloc(0);
  private offset = 0;
  private seenMultiByte = false;
  private windows1252: InstanceType<typeof TextDecoder> | null = null;
  private damagedFlagged = false;

  constructor(name: string, report: ReportBuilder) {
    this.name = name;
    this.report = report;
  }

  decode(piece: Buffer): Buffer {
    const nul = piece.indexOf(0);
    if (nul >= 0) {
      throw new DomainError(
        'source-encoding',
        `${this.name}: expected UTF-8 text, found a NUL byte at offset ${this.offset + nul} (UTF-16, or not a text file)`,
        { file: this.name, expected: 'UTF-8', offset: this.offset + nul },
      );
    }
    this.offset += piece.length;
    if (this.windows1252) return Buffer.from(this.windows1252.decode(piece));
    const bytes = this.carry.length > 0 ? Buffer.concat([this.carry, piece]) : piece;
    const whole = bytes.length - cutCharacterLength(bytes);
    this.carry = Buffer.from(bytes.subarray(whole));
    return this.text(bytes.subarray(0, whole));
  }

  end(): Buffer {
    const rest = this.carry;
    this.carry = Buffer.alloc(0);
    return this.text(rest);
  }

  private text(bytes: Buffer): Buffer {
    if (isUtf8(bytes)) {
      // One non-ASCII character that is valid UTF-8 settles it: French text in Windows-1252 never forms one by chance.
      this.seenMultiByte ||= !isAscii(bytes);
      return bytes;
    }
    const lenient = bytes.toString('utf8');
    const broken = lenient.split('\uFFFD').length - 1;
    const valid = countValidMultiByte(lenient);
    if (!this.seenMultiByte && valid < broken) return this.switchToWindows1252(bytes);
    if (!this.damagedFlagged) {
      this.damagedFlagged = true;
      this.report.flag(null, null, null, 'some bytes are not valid UTF-8: shown as \uFFFD (source-encoding)');
    }
    return Buffer.from(lenient);
  }

  private switchToWindows1252(bytes: Buffer): Buffer {
    this.windows1252 = new TextDecoder('windows-1252');
    this.report.repair(null, null, null, 'not UTF-8: read as Windows-1252 (source-encoding)');
    const cut = this.carry;
    this.carry = Buffer.alloc(0);
    return Buffer.from(this.windows1252.decode(Buffer.concat([bytes, cut])));
  }
}

function countValidMultiByte(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80 && unit !== 0xfffd) count++;
  }
  return count;
}

/** Bytes at the end that begin a character whose rest is in the next chunk (0 to 3). */
function cutCharacterLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? back : 0;
    }
  }
  return 0;
}
