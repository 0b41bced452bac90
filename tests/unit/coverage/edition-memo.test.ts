import { expect, test } from 'vitest';
import type { EditionData } from '../../../src/coverage/edition-data.ts';
import { editionMemo } from '../../../src/coverage/edition-memo.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

const edition: EditionData = tinyEdition();

test('what was asked for longest ago leaves first', () => {
  const memo = editionMemo<number>(2);
  memo.set(edition, 'a', 1);
  memo.set(edition, 'b', 2);
  memo.get(edition, 'a');
  memo.set(edition, 'c', 3);
  expect(['a', 'b', 'c'].map((key) => memo.get(edition, key))).toEqual([1, undefined, 3]);
});

test('sizes are bounded together, and the latest stays however large', () => {
  const memo = editionMemo<string>(10, (text) => text.length);
  memo.set(edition, 'a', 'xxxx');
  memo.set(edition, 'b', 'xxxxxx');
  expect([memo.get(edition, 'a'), memo.get(edition, 'b')]).toEqual(['xxxx', 'xxxxxx']);
  memo.set(edition, 'c', 'x'.repeat(50));
  expect(['a', 'b'].map((key) => memo.get(edition, key))).toEqual([undefined, undefined]);
  expect(memo.get(edition, 'c')).toHaveLength(50);
});

test('a value in the place of another counts once', () => {
  const memo = editionMemo<string>(10, (text) => text.length);
  for (let i = 0; i < 5; i++) memo.set(edition, 'a', 'xxxx');
  memo.set(edition, 'b', 'xxxxxx');
  expect(memo.get(edition, 'a')).toBe('xxxx');
});

test('is made once a question and edition', () => {
  const memo = editionMemo<number>(8);
  let made = 0;
  const make = () => ++made;
  expect([memo.of(edition, 'a', make), memo.of(edition, 'a', make)]).toEqual([1, 1]);
  expect(memo.of(tinyEdition(), 'a', make)).toBe(2);
});

test('a value that failed is forgotten, one that took its place is not', () => {
  const memo = editionMemo<number>(8);
  memo.set(edition, 'a', 1);
  memo.drop(edition, 'a', 2);
  expect(memo.get(edition, 'a')).toBe(1);
  memo.drop(edition, 'a', 1);
  expect(memo.get(edition, 'a')).toBeUndefined();
});
