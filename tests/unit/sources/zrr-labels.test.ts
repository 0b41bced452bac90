import { expect, test } from 'vitest';
import { GROUP_LEVELS } from '../../../src/api/group-levels.ts';
import { ZRR_DETAILS } from '../../../src/sources/zrr.ts';

test('every modality that the ZRR file may hold has a label: one without would drop out of the sums', () => {
  expect(Object.keys(GROUP_LEVELS.zrr_detail.names)).toEqual(expect.arrayContaining(ZRR_DETAILS));
});
