import fc from 'fast-check';

/** The parts of an OpenAPI document that requests are made from. */
export interface OpenApiDocument {
  paths: Record<string, { get?: Operation }>;
  components?: { schemas?: Record<string, object>; parameters?: Record<string, Parameter> };
}
interface Operation {
  operationId?: string;
  parameters?: (Parameter | { $ref: string })[];
}
interface Parameter {
  name: string;
  in: string;
  schema: Schema;
}
interface Schema {
  type?: string;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
}

export interface RandomRequest {
  /** As the document has it, e.g. `/tiles/{layer}/{z}/{x}/{y}.mvt`. */
  template: string;
  url: string;
  method: 'GET' | 'HEAD';
  headers: Record<string, string>;
}

/** What is right somewhere in the tiny edition: half of the draws are sensible, so that answers are tried too. */
const KNOWN: readonly string[] = [
  ...['2A', '2B', '01', 'reg-94', 'canton-2A01', 'commune-2A099', 'qpv-QN02A99X', 'france', '2A,2B'],
  ...['rurality-rural', 'density-7', 'zrr-classed', 'frr-frr-plus', 'epci-200000001', 'arr-2A1'],
  ...['2A001', '2A002', '94', 'QN02A99X', 'FR', 'hors-canton-01', 'fs-1', '200000001', 'rural', 'classed'],
  ...['ard', 'Ardelle', 'dor', 'estr', 'cc des', '2A0', 'saint'],
  ...[
    '9,42,9.2,42.2',
    '-180,-90,180,90',
    '9,42,0,9.2,42.2,100',
    '170,-10,-170,10',
    '2020-01-01/..',
    '../2022',
  ],
  ...['code,name,population', 'name', 'code', '0', '1', '5', '10', '30', '60', '100', 'true'],
];

/** What no client should send, and some do. */
const HOSTILE: readonly string[] = [
  ...['', ' ', '0', '-0', '-1', '61', '1e3', '1e309', '-1e309', 'NaN', 'Infinity', '0x10', '1.5', '00', '１'],
  ...['null', 'undefined', 'true', '[]', '{}', '[object Object]', '__proto__', 'constructor', 'toString'],
  ...["' or 1=1 --", "'; drop table commune; --", '2A");select pg_sleep(5)--', '\\', '%', '%25', '$1'],
  ...[
    'a\r\nSet-Cookie: x=1',
    'a\nb',
    '\u0000',
    '\u202e',
    '\ud83d\ude00',
    'ﬀ',
    'İ',
    'ß',
    'é'.normalize('NFD'),
  ],
  ...['../../etc/passwd', '..%2f..%2f', '/', '//', '?', '#', '=1+1', '@SUM(A1)', '<script>alert(1)</script>'],
  ...[
    '1,2,3',
    '1,2,3,4,5',
    '1,2,3,4,5,6,7',
    '9,43,9.2,42',
    'a,b,c,d',
    'NaN,NaN,NaN,NaN',
    '1e400,0,1,1',
    ',,,',
  ],
  ...['2A,qpv-QN02A99X', 'galaxy-1', 'commune-', '-', ',', '2A,', '99', 'commune-99999'],
  'x'.repeat(150),
  'x'.repeat(5000),
  Array.from({ length: 1000 }, (_, i) => `commune-${String(i).padStart(5, '0')}`).join(','),
];

const anyText = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.integer({ min: -5, max: 70 }).map(String) },
  { weight: 1, arbitrary: fc.double().map(String) },
);

/** Mostly a value that the schema takes. */
function textFor(schema: Schema): fc.Arbitrary<string> {
  if (schema.enum !== undefined) {
    const listed = fc.constantFrom(...schema.enum.map(String));
    return fc.oneof({ weight: 6, arbitrary: listed }, { weight: 1, arbitrary: anyText });
  }
  if (schema.type === 'integer' || schema.type === 'number') {
    const { minimum = -10, maximum = 100_000 } = schema;
    const bounds = fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1).map(String);
    const inside = fc.integer({ min: Math.ceil(minimum), max: Math.floor(maximum) }).map(String);
    return fc.oneof(
      { weight: 5, arbitrary: inside },
      { weight: 1, arbitrary: bounds },
      { weight: 1, arbitrary: anyText },
    );
  }
  return anyText;
}

const ACCEPT = [
  ...[
    '*/*',
    'text/csv',
    'application/json',
    'text/html,application/xhtml+xml,*/*;q=0.8',
    'image/png',
    'x',
    ',;,',
  ],
  ...[
    'application/geo+json;q=0.3, */*;q=0.1',
    'application/vnd.apache.parquet',
    'application/json;q=0',
    'text/*',
  ],
];
const headers = fc.record(
  {
    accept: fc.constantFrom(...ACCEPT),
    'accept-encoding': fc.constantFrom('gzip', 'br', 'gzip;q=0, br;q=0', 'identity;q=0', '*', 'zstd', ';;'),
    'if-none-match': fc.constantFrom('*', '"a"', 'W/"b"', '"', ','),
    range: fc.constantFrom('bytes=0-10', 'bytes=-1', 'lines=1-2'),
    'x-request-id': fc.constantFrom('abc', 'a'.repeat(300), 'é'),
  },
  { requiredKeys: [] },
);

/** What is there, by template and name of the path parameter. */
export type PathExamples = (template: string, name: string) => readonly string[];

/** Requests of everything that the document describes, right and wrong. */
export function randomRequests(
  document: OpenApiDocument,
  examples: PathExamples,
): fc.Arbitrary<RandomRequest> {
  const operations = Object.entries(document.paths).flatMap(([template, { get }]) =>
    get ? [{ template, get }] : [],
  );
  return fc.constantFrom(...operations).chain(({ template, get }) => {
    const parameters = (get.parameters ?? []).map((parameter) => resolved(document, parameter));
    const path = fc.record(
      Object.fromEntries(
        parameters
          .filter((each) => each.in === 'path')
          .map(({ name, schema }) => {
            const known = fc.constantFrom(...examples(template, name));
            const weighed = [
              { weight: 4, arbitrary: known },
              { weight: 1, arbitrary: textFor(schema) },
            ];
            return [name, fc.oneof(...weighed)];
          }),
      ),
    );
    const pairs = parameters
      .filter((each) => each.in === 'query')
      .map((each) => fc.tuple(fc.constant(each.name), textFor(each.schema)));
    const strange = fc.tuple(
      fc.constantFrom('threshold', 'level', '__proto__', 'constructor', 'a[b]', '', 'treshold', 'limit'),
      anyText,
    );
    const chosen =
      pairs.length === 0 ? fc.constant([]) : fc.subarray(pairs).chain((some) => fc.tuple(...some));
    const query = fc.tuple(
      chosen,
      fc.oneof(
        { weight: 9, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(strange, { maxLength: 2 }) },
      ),
    );
    return fc
      .tuple(
        path,
        query,
        headers,
        fc.constantFrom('GET' as const, 'GET' as const, 'GET' as const, 'HEAD' as const),
      )
      .map(([values, [known, unknown], sent, method]) => {
        const filled = template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encode(values[name] ?? 'x'));
        const text = [...known, ...unknown]
          .map(([name, value]) => `${encode(name)}=${encode(value)}`)
          .join('&');
        return { template, url: text === '' ? filled : `${filled}?${text}`, method, headers: sent };
      });
  });
}

function resolved(document: OpenApiDocument, parameter: Parameter | { $ref: string }): Parameter {
  if (!('$ref' in parameter)) return parameter;
  const found = document.components?.parameters?.[parameter.$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`${parameter.$ref} is not in the document`);
  return found;
}

function encode(text: string): string {
  // Lone surrogates cannot be encoded; a client could not send them either.
  return encodeURIComponent(text.toWellFormed());
}
