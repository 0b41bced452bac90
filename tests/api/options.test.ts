import { expect, test } from 'vitest';
import { tinyApp } from './tiny-app.ts';

test('OPTIONS is answered with the methods, preflight or not', async () => {
  const app = await tinyApp();
  const preflight = { origin: 'https://example.org', 'access-control-request-method': 'GET' };
  for (const headers of [{}, preflight]) {
    const answer = await app.inject({ method: 'OPTIONS', url: '/v1/coverage', headers });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['access-control-allow-methods']).toBe('GET, HEAD');
  }
  await app.close();
});
