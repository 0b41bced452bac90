import { expect, test } from 'vitest';
import { resolveAddress } from '../../../src/sources/files/http-get.ts';

test.each([
  ['http://a.test/x', 'https://b.test/y', 'https://b.test/y'],
  ['https://a.test/x/y', 'z.csv', 'https://a.test/x/z.csv'],
  ['https://a.test/x/y', '//b.test/z.csv', 'https://b.test/z.csv'],
])('from %s to %s', (from, to, expected) => {
  expect(resolveAddress(to, new URL(from)).href).toBe(expected);
});

test.each([
  ['https://a.test/x', 'http://a.test/x', 'from https to plain http'],
  ['http://a.test/x', 'file:///x', 'not http or https'],
  ['http://a.test/x', 'javascript:x', 'not http or https'],
  ['http://a.test/x', 'http://[', 'not an address'],
])('from %s to %s: refused', (from, to, words) => {
  expect(() => resolveAddress(to, new URL(from))).toThrow(words);
});
