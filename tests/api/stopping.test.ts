import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { outlineSetOf } from '../../src/publish/outlines/outline-set.ts';
import { tinyEdition, tinyGeometry } from '../support/tiny-edition.ts';
import { tinyApp } from './tiny-app.ts';

it('a stop lets an answer under way end, and takes no new connection', async () => {
  const data = tinyEdition();
  const asked = Promise.withResolvers<void>();
  const app = await tinyApp({
    data,
    outlines: async (level) => {
      asked.resolve();
      await wait(150);
      return outlineSetOf(tinyGeometry(data, level));
    },
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const answer = fetch(`${address}/v1/coverage?level=canton&format=geojson`);
  await asked.promise;
  const closed = app.close();
  const response = await answer;
  expect(response.status).toBe(200);
  expect(JSON.parse(await response.text()).features).toHaveLength(5);
  await closed;
  await expect(fetch(`${address}/health/live`)).rejects.toThrow();
});
