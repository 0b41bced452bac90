import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import createClient from 'openapi-fetch';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { workFolder } from './client.ts';

describe('the OpenAPI document', () => {
  const { address, json, pathOf } = workFolder();

  it('is 3.0, and a linter has nothing against it', async () => {
    const document = await json<{ openapi: string }>('/openapi.json');
    expect(document.openapi).toMatch(/^3\.0\.\d$/);
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({ source: JSON.stringify(document), config });
    expect(
      problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`),
    ).toEqual([]);
  });

  it('gives a client with types that compile, and answers as they say', async () => {
    const types = pathOf('api.d.ts');
    await writeFile(types, astToString(await openapiTS(new URL(`${address}/openapi.json`))));
    const program = pathOf('client.ts');
    await writeFile(program, CLIENT);
    const diagnostics = ts.getPreEmitDiagnostics(
      ts.createProgram([program], {
        strict: true,
        noEmit: true,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        target: ts.ScriptTarget.ES2022,
        types: [],
        paths: { 'openapi-fetch': [TYPES_OF_FETCH] },
        skipLibCheck: true,
      }),
    );
    expect(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual(
      [],
    );

    const client = createClient<Record<string, never>>({ baseUrl: address });
    const get = client.GET as (path: string, options: object) => Promise<{ data?: unknown; error?: unknown }>;
    const { data } = await get('/v1/coverage', { params: { query: { level: 'canton', threshold: 20 } } });
    expect(data).toMatchObject({ definition: { level: 'canton', threshold_minutes: 20 } });
    const { error } = await get('/v1/coverage', { params: { query: { threshold: 61 } } });
    expect(error).toMatchObject({ type: 'urn:maillage:problem:threshold-out-of-range' });
  });
});

/** Of this folder's package: the client is compiled elsewhere. */
const TYPES_OF_FETCH = fileURLToPath(new URL('./index.d.mts', import.meta.resolve('openapi-fetch')));

/** What a data team would write: it must compile against the generated types. */
const CLIENT = `import createClient from 'openapi-fetch';
import type { paths } from './api.d.ts';

const client = createClient<paths, 'application/json'>({ baseUrl: 'http://127.0.0.1' });
export async function uncovered(): Promise<number> {
  const { data, error } = await client.GET('/v1/coverage', {
    params: { query: { level: 'canton', within: '2A', threshold: 30 } },
  });
  if (error) throw new Error(JSON.stringify(error));
  const share: number | null = data.total.share;
  return data.items.reduce((sum, item) => sum + item.population - item.covered, share ?? 0);
}
export async function wrong(): Promise<void> {
  // @ts-expect-error: no such level
  await client.GET('/v1/coverage', { params: { query: { level: 'galaxy' } } });
}
`;
