import { DomainError } from '../../domain-error.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** Members longer than this are nobody's `crs` or `type`: a file that holds one is no GeoJSON of ours. */
const MAX_MEMBER_BYTES = 1 << 20;

/**
 * Where the scanner stands. In `member` a value of the root object is being collected; `skip` is a value that nobody
 * asked for; `features` lies between two features; `feature` is inside one.
 */
type State = 'start' | 'key' | 'colon' | 'member' | 'features' | 'feature' | 'end';

/** Cuts the text of each feature out of a stream of bytes; holds the scanner's state between chunks, one a file. */
export class FeatureCutter {
  #state: State = 'start';
  /** Nesting within the value being collected; 0 outside. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Bytes of the value being collected that stood in earlier chunks. */
  #held: Buffer[] = [];
  #key = '';
  #sawFeatures = false;
  readonly #file: string;
  readonly #members: Map<string, unknown>;

  constructor(file: string, members: Map<string, unknown>) {
    this.#file = file;
    this.#members = members;
  }

  /** Yields the text of each feature that ends in this chunk. */
  *cut(chunk: Buffer): Generator<Buffer> {
    let at = 0;
    let from = this.#state === 'member' || this.#state === 'feature' || this.#inString ? 0 : -1;
    while (at < chunk.length) {
      if (this.#state === 'feature' || this.#state === 'member') {
        const end = this.#endOfValue(chunk, at);
        if (end < 0) break;
        const text = this.#take(chunk, from, end);
        from = -1;
        at = end;
        if (this.#state === 'feature') {
          this.#state = 'features';
          yield text;
        } else {
          this.#members.set(this.#key, this.#parseMember(text));
          this.#state = 'key';
        }
        continue;
      }
      const byte = chunk[at];
      if (this.#state === 'key' && (this.#inString || byte === QUOTE)) {
        if (!this.#inString) {
          this.#inString = true;
          from = at++;
        }
        const end = this.#endOfString(chunk, at);
        if (end < 0) break;
        this.#key = String(this.#parseMember(this.#take(chunk, from, end)));
        from = -1;
        at = end;
        this.#state = 'colon';
        continue;
      }
      if (isBlank(byte)) {
        at++;
        continue;
      }
      if (this.#step(byte, at, chunk)) from = at;
      else at++;
    }
    if (from >= 0) this.#hold(chunk.subarray(from));
  }

  /** Consumes one byte outside values; true when the byte starts a value to collect. */
  #step(byte: number, at: number, chunk: Buffer): boolean {
    switch (this.#state) {
      case 'start':
        // A UTF-8 byte order mark is allowed before the root object.
        if (byte === 0xef || byte === 0xbb || byte === 0xbf) return false;
        if (byte === 0xff || byte === 0xfe || byte === 0) {
          throw new DomainError(
            'source-encoding',
            `${this.#file}: expected UTF-8 text, found UTF-16 or binary`,
            {
              file: this.#file,
            },
          );
        }
        if (byte !== OPEN_OBJECT)
          throw schemaError(this.#file, 'a GeoJSON FeatureCollection', whatItIs(chunk, at));
        this.#state = 'key';
        return false;
      case 'key':
        if (byte === CLOSE_OBJECT) this.#state = 'end';
        else if (byte !== COMMA) throw this.#unexpected(byte);
        return false;
      case 'colon':
        if (byte === COLON) return false;
        this.#checkType();
        if (this.#key === 'features') {
          if (byte !== OPEN_ARRAY) throw schemaError(this.#file, 'an array in "features"', 'another value');
          this.#sawFeatures = true;
          this.#state = 'features';
          return false;
        }
        this.#state = 'member';
        return true;
      case 'features':
        if (byte === OPEN_OBJECT) {
          this.#state = 'feature';
          return true;
        }
        if (byte === CLOSE_ARRAY) this.#state = 'key';
        else if (byte !== COMMA) throw this.#unexpected(byte);
        return false;
      default:
        throw this.#unexpected(byte);
    }
  }

  /** @returns the index after the value that is being read, or -1 when it goes on in the next chunk */
  #endOfValue(chunk: Buffer, start: number): number {
    let depth = this.#depth;
    let i = start;
    while (i < chunk.length) {
      if (this.#inString) {
        const end = this.#endOfString(chunk, i);
        if (end < 0) {
          this.#depth = depth;
          return -1;
        }
        i = end;
        if (depth === 0) return i;
        continue;
      }
      const byte = chunk[i];
      if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        // At depth 0 the bracket belongs to the parent: a bare number, true, false or null ends here.
        if (depth === 0) return i;
        depth--;
        if (depth === 0) {
          this.#depth = 0;
          return i + 1;
        }
      } else if (byte === COMMA && depth === 0) return i;
      i++;
    }
    this.#depth = depth;
    return -1;
  }

  /** @returns the index after the closing quote, or -1 when the string goes on in the next chunk */
  #endOfString(chunk: Buffer, start: number): number {
    let escaped = this.#escaped;
    for (let i = start; i < chunk.length; i++) {
      if (escaped) {
        escaped = false;
        continue;
      }
      const byte = chunk[i];
      if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        this.#escaped = false;
        return i + 1;
      }
    }
    this.#escaped = escaped;
    return -1;
  }

  #hold(bytes: Buffer): void {
    // Copied: the stream may hand out its memory again, and a slice would keep a whole chunk alive.
    this.#held.push(Buffer.from(bytes));
    if (this.#state === 'feature') return;
    const size = this.#held.reduce((sum, part) => sum + part.length, 0);
    if (size > MAX_MEMBER_BYTES) {
      throw schemaError(this.#file, 'a GeoJSON FeatureCollection', `a member "${this.#key}" of over 1 MB`);
    }
  }

  #take(chunk: Buffer, from: number, end: number): Buffer {
    const last = chunk.subarray(Math.max(from, 0), end);
    if (this.#held.length === 0) return last;
    const whole = Buffer.concat([...this.#held, last]);
    this.#held = [];
    return whole;
  }

  #parseMember(text: Buffer): unknown {
    try {
      return JSON.parse(text.toString('utf8'));
    } catch {
      throw schemaError(this.#file, 'JSON', `"${text.toString('utf8').slice(0, 40)}"`);
    }
  }

  /** As soon as `type` is known to be another, so that a large file of the wrong kind is refused at its start. */
  #checkType(): void {
    const type = this.#members.get('type');
    if (type !== undefined && type !== 'FeatureCollection') {
      throw schemaError(this.#file, 'a GeoJSON FeatureCollection', `type ${JSON.stringify(type)}`);
    }
  }

  #unexpected(byte: number): DomainError {
    const where = this.#state === 'end' ? 'after the end of the collection' : 'between members or features';
    return schemaError(this.#file, 'JSON', `"${String.fromCharCode(byte)}" ${where}`);
  }

  /** @throws DomainError when the file stopped before its end or was no FeatureCollection */
  end(features: number): void {
    if (this.#state === 'start') {
      throw new DomainError('source-empty', `${this.#file}: the file holds no text`, { file: this.#file });
    }
    if (this.#state !== 'end') throw truncatedAfter(features, this.#file);
    this.#checkType();
    if (!this.#members.has('type') || !this.#sawFeatures) {
      const found = this.#sawFeatures ? 'no "type"' : 'no "features"';
      throw schemaError(this.#file, 'a GeoJSON FeatureCollection', found);
    }
  }
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function whatItIs(chunk: Buffer, at: number): string {
  const head = chunk.subarray(at, at + 40).toString('utf8');
  return head.startsWith('<')
    ? 'an HTML or XML page'
    : `text that starts with "${head.split('\n')[0].trim()}"`;
}

export function truncatedAfter(features: number, file: string, cause?: Error): DomainError {
  return new DomainError(
    'source-truncated',
    `${file}: the file is cut short after ${features} whole feature${features === 1 ? '' : 's'}`,
    { file, features },
    { cause },
  );
}

function schemaError(file: string, expected: string, found: string): DomainError {
  return new DomainError('source-schema', `${file}: expected ${expected}, found ${found}`, {
    file,
    expected,
    found,
  });
}
