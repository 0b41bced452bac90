import { gzipSync } from 'node:zlib';

/** Byte of the gzip header that names the operating system (RFC 1952, 2.3.1); 255 is unknown. */
const OS_BYTE = 9;
const UNKNOWN_OS = 255;

/** Gzip that is the same on every machine: zlib writes no time, but the name of the system it runs on. */
export function gzipped(bytes: Uint8Array): Uint8Array {
  const out = gzipSync(bytes, { level: 9 });
  out[OS_BYTE] = UNKNOWN_OS;
  return out;
}
