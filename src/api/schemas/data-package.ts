import { Type } from 'typebox';

/** Frictionless descriptors as served: closed where they are ours, open where the specification is. */

const Both = Type.Object({ en: Type.String(), fr: Type.String() }, { additionalProperties: false });

export const TableSchemaSchema = Type.Object(
  {
    fields: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          type: Type.Enum(['string', 'integer', 'number'], { type: 'string' }),
          title: Type.String(),
          description: Type.String(),
          constraints: Type.Optional(
            Type.Object(
              {
                required: Type.Optional(Type.Boolean()),
                enum: Type.Optional(Type.Array(Type.String())),
                pattern: Type.Optional(Type.String()),
                minimum: Type.Optional(Type.Number()),
                maximum: Type.Optional(Type.Number()),
              },
              { additionalProperties: false },
            ),
          ),
          unit: Type.Optional(Type.String({ description: 'Absent where the column has none.' })),
          separator: Type.Optional(Type.String({ description: 'Between the values of a list.' })),
          heading: Both,
          definition: Both,
          french_values: Type.Optional(
            Type.Record(Type.String(), Type.String(), {
              description: 'What csv-fr and XLSX show in place of the machine words.',
            }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    missingValues: Type.Array(Type.String()),
  },
  { description: 'Frictionless Table Schema of the machine CSV.', additionalProperties: false },
);

export const DataPackageSchema = Type.Object(
  {
    profile: Type.Literal('tabular-data-package'),
    name: Type.String({ pattern: '^[a-z0-9._/-]+$' }),
    title: Type.String(),
    version: Type.String({ description: 'The edition.' }),
    created: Type.String({ format: 'date-time' }),
    licenses: Type.Optional(
      Type.Array(Type.Object({ name: Type.String(), title: Type.String(), path: Type.String() })),
    ),
    sources: Type.Optional(
      Type.Array(Type.Object({ title: Type.String(), path: Type.Optional(Type.String()) })),
    ),
    resources: Type.Array(
      Type.Object({
        name: Type.String(),
        path: Type.String({ description: 'The CSV, relative to the address of this descriptor.' }),
        schema: TableSchemaSchema,
        maillage: Type.Object(
          {},
          {
            description:
              'What was asked and what it means: edition, definition, total, share of estimates, attribution, sources, address.',
          },
        ),
      }),
      { minItems: 1, maxItems: 1 },
    ),
  },
  { description: 'Frictionless data package of the machine CSV.', additionalProperties: false },
);
