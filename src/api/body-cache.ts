/** Allowed for the bookkeeping of an entry beside its bytes: the key, the map's slot, the Buffer object. */
const ENTRY_OVERHEAD_BYTES = 256;

export interface BodyCacheFigures {
  /** Answers sent from the cache, and answers that had to be made; told by those who send them. */
  hits: number;
  misses: number;
  entries: number;
  /** Of all entries, bookkeeping included. */
  bytes: number;
}

/**
 * Finished bodies as they are sent, by ETag. An ETag names the edition, the question, the form and the encoding, so
 * that an entry can never be wrong: it only grows old, and the one asked for longest ago leaves first.
 */
export interface BodyCache {
  /** Longest body that is kept: an eighth of the whole, so that one answer cannot drive all others out. */
  readonly maxEntryBytes: number;
  get(etag: string): Buffer | undefined;
  set(etag: string, bytes: Buffer): void;
  readonly figures: BodyCacheFigures;
}

/** @param maxBytes bound of all entries together, their bookkeeping included; 0 keeps nothing */
export function createBodyCache(maxBytes: number): BodyCache {
  // A Map keeps the order of insertion: an entry that is asked for is put back at the end.
  const entries = new Map<string, Buffer>();
  const maxEntryBytes = Math.floor(maxBytes / 8);
  const figures: BodyCacheFigures = { hits: 0, misses: 0, entries: 0, bytes: 0 };

  function drop(etag: string, body: Buffer): void {
    entries.delete(etag);
    figures.entries--;
    figures.bytes -= body.length + ENTRY_OVERHEAD_BYTES;
  }

  return {
    maxEntryBytes,
    figures,
    get(etag) {
      const body = entries.get(etag);
      if (body === undefined) return undefined;
      entries.delete(etag);
      entries.set(etag, body);
      return body;
    },
    set(etag, body) {
      const known = entries.get(etag);
      if (known !== undefined) drop(etag, known);
      if (body.length > maxEntryBytes) return;
      entries.set(etag, ownMemory(body));
      figures.entries++;
      figures.bytes += body.length + ENTRY_OVERHEAD_BYTES;
      for (const [oldest, oldestBody] of entries) {
        if (figures.bytes <= maxBytes) break;
        drop(oldest, oldestBody);
      }
    },
  };
}

/** Small Buffers are slices of a shared slab, and zlib's of a 16 kB chunk, which a kept slice would hold whole. */
function ownMemory(body: Buffer): Buffer {
  if (body.buffer.byteLength === body.length) return body;
  const own = Buffer.allocUnsafeSlow(body.length);
  body.copy(own);
  return own;
}
