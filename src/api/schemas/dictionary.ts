import { Type } from 'typebox';
import { MEDIA_TYPES } from '../representation.ts';
import { TableSchemaSchema } from './data-package.ts';
import { formatJson } from './parameters.ts';
import { problemResponses } from './responses.ts';

const CLOSED = { additionalProperties: false };
const Both = Type.Object({ en: Type.String(), fr: Type.String() }, CLOSED);

const Dictionary = Type.Object(
  {
    tables: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          title: Both,
          table_schema: Type.String({ description: 'Address of its Frictionless Table Schema.' }),
          columns: Type.Array(
            Type.Object(
              {
                name: Type.String({ description: 'Heading in CSV, key in JSON.' }),
                type: Type.Enum(['string', 'integer', 'number', 'date', 'list'], { type: 'string' }),
                nullable: Type.Boolean(),
                unit: Type.Union([Type.String(), Type.Null()]),
                values: Type.Union([Type.Array(Type.String()), Type.Null()], {
                  description: 'Closed list of values, where there is one.',
                }),
                french_values: Type.Union([Type.Record(Type.String(), Type.String()), Type.Null()], {
                  description: 'What csv-fr and XLSX show in place of the machine words.',
                }),
                heading: Both,
                definition: Both,
              },
              CLOSED,
            ),
          ),
        },
        CLOSED,
      ),
    ),
  },
  CLOSED,
);

export const DictionaryParameters = Type.Object({ format: formatJson }, CLOSED);
export const DictionaryPath = Type.Object(
  { table: Type.String({ minLength: 1, maxLength: 60, description: 'Name of a table of the dictionary.' }) },
  CLOSED,
);

function described(
  description: string,
  schema: typeof Dictionary | typeof TableSchemaSchema,
  missing: boolean,
) {
  return {
    200: { description, content: { [MEDIA_TYPES.json]: { schema } } },
    304: { description: 'Not changed since the ETag of If-None-Match.', type: 'null' },
    ...(missing ? problemResponses(400, 404, 406, 500) : problemResponses(400, 406, 500)),
  };
}

export const dictionaryResponses = described('Every table and its columns.', Dictionary, false);
export const tableSchemaResponses = described('The columns of a table.', TableSchemaSchema, true);
