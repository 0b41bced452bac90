import { expect, test } from 'vitest';
import { frenchPercent, roundedShare, sharePercent } from '../../../src/publish/share-text.ts';

test('rounding makes neither everybody of nearly everybody nor nobody of hardly anybody', () => {
  expect([0, 0.0004, 0.5, 0.9996, 1].map(sharePercent)).toEqual(['0.0', '<0.1', '50.0', '>99.9', '100.0']);
  expect([0.0004, 0.8761, 0.9996].map(frenchPercent)).toEqual([
    '<\u00a00,1\u202f%',
    '87,6\u202f%',
    '>\u00a099,9\u202f%',
  ]);
});

test('a share to four decimals is whole or nothing only where it is', () => {
  expect([0, 1, 0.00001, 0.99999, 0.123456].map(roundedShare)).toEqual([0, 1, 0.0001, 0.9999, 0.1235]);
});
