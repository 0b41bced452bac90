import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tinyApp } from './tiny-app.ts';

interface Operation {
  operationId: string;
  summary: string;
  responses: object;
  parameters?: object[];
}

it('the committed OpenAPI document is the one the application publishes', async () => {
  const app = await tinyApp();
  const file = new URL('../../src/api/openapi.gen.json', import.meta.url);
  const committed = JSON.parse(readFileSync(file, 'utf8'));
  const published = (await app.inject('/openapi.json')).json();
  // Run `node scripts/generate-openapi.ts` when this fails.
  expect(committed).toEqual(published);
  await app.close();
});

it('every operation has a name, a summary and documented refusals', async () => {
  const app = await tinyApp();
  const { paths } = (await app.inject('/openapi.json')).json();
  const names = new Set<string>();
  for (const [path, { get }] of Object.entries<{ get: Operation }>(paths)) {
    names.add(get.operationId);
    expect(get.summary, path).toBeTruthy();
    if (path.startsWith('/v1/'))
      expect(Object.keys(get.responses)).toEqual(expect.arrayContaining(['400', '503']));
    for (const parameter of get.parameters ?? []) expect(parameter).toMatchObject({ required: false });
  }
  expect(names.size).toBe(Object.keys(paths).length);
  await app.close();
});
