import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';

/**
 * What a JSON value breaks of a schema, one line each, with the place (`/datasets/3/kind`) and what was found there.
 * At least one line, for a value that was refused.
 */
export function schemaComplaints(schema: TSchema, value: unknown): string[] {
  const lines = Value.Errors(schema, value).map((error) => {
    const found = JSON.stringify(valueAt(value, error.instancePath))?.slice(0, 120) ?? 'nothing';
    return `${error.instancePath || '/'} ${error.message}${detailOf(error.params)}; found ${found}`;
  });
  return lines.length > 0 ? lines : ['does not follow its schema'];
}

function valueAt(value: unknown, pointer: string): unknown {
  let at = value;
  for (const key of pointer.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return at;
}

/** The message of an unknown or missing key does not always say which key. */
function detailOf(params: object): string {
  const listed = Object.values(params)
    .flat()
    .filter((part) => typeof part === 'string');
  return listed.length > 0 ? ` (${listed.join(', ').slice(0, 300)})` : '';
}
