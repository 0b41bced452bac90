import { DomainError } from '../domain-error.ts';
import { streamFeatures } from './files/geojson-stream.ts';
import { type CoordinateReading, pointOf } from './files/geometry-check.ts';
import { coordinateReading } from './files/polygon-features.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';
import { textOrNull } from './json-members.ts';
import { checkSite } from './site-checks.ts';
import { createSiteRegister, DAY_COLUMNS, type SiteRow } from './site-row.ts';

const CATEGORIES: Record<string, Pick<SiteRow, 'type' | 'format'>> = {
  FS: { type: 'principal', format: 'fixed' },
  'FS itinerante': { type: 'principal', format: 'itinerant' },
  Antenne: { type: 'antenna', format: 'fixed' },
  'Antenne itinerante': { type: 'antenna', format: 'itinerant' },
};

const NEEDED = ['MATRICULE', 'lib_france_services', 'insee_com', 'categorie'] as const;

/**
 * The GeoJSON list of June 2020 (`MATRICULE … categorie`). Its numbers of sites are those of the programme: a label
 * is counted by `categorie`, in which antennas stand apart.
 * @throws DomainError as streamFeatures, and source-schema when the first feature lacks a needed property
 */
export async function* readFranceServices2020(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<SiteRow> {
  const isNew = createSiteRegister(report);
  let reading: CoordinateReading | undefined;
  for await (const { number: row, crs, properties, geometry } of streamFeatures(file)) {
    if (!reading) {
      expectProperties(properties, file.name);
      reading = coordinateReading(crs, file.name);
    }
    report.read();
    const id = matricule(properties.MATRICULE);
    if (!id) {
      report.reject(row, 'MATRICULE', properties.MATRICULE, 'expected a number');
      continue;
    }
    const category = CATEGORIES[textOrNull(properties.categorie) ?? ''];
    if (!category) {
      const reason = `expected one of ${Object.keys(CATEGORIES).join(', ')}`;
      report.reject(row, 'categorie', properties.categorie, reason);
      continue;
    }
    const point = pointOf(geometry, reading);
    const site = checkSite(
      {
        row,
        id,
        name: textOrNull(properties.lib_france_services) ?? id,
        ...category,
        addressParts: [properties.ADRESSE, properties['COMPLEMENT.D.ADRESSE']],
        postcode: properties.code_postal,
        commune: properties.insee_com,
        communeName: properties.lib_com,
        departement: properties.DEPARTEMENT,
        lon: point ? point[0] : properties.LONGITUDE,
        lat: point ? point[1] : properties.LATITUDE,
        label: properties.Labellisation,
        days: DAY_COLUMNS.map((day) => properties[day]),
        comment: properties['Commentaire.horaires'],
        group: properties.Groupe,
        columns: {
          commune: 'insee_com',
          departement: 'DEPARTEMENT',
          lon: 'LONGITUDE',
          label: 'Labellisation',
        },
      },
      report,
    );
    if (!isNew(site)) continue;
    report.kept();
    yield site;
  }
}

/** R writes the number 1 as 1.0, and other tools as text: '1'. */
function matricule(value: unknown): string | null {
  const text = textOrNull(value);
  return text && /^\d+(?:\.0+)?$/.test(text) ? String(Number(text)) : null;
}

function expectProperties(properties: Record<string, unknown>, file: string): void {
  const missing = NEEDED.filter((name) => !(name in properties));
  if (missing.length === 0) return;
  const found = Object.keys(properties);
  throw new DomainError(
    'source-schema',
    `${file}: expected a France Services list with the properties ${NEEDED.join(', ')}; found ${found.join(', ') || 'none'}; ` +
      `missing ${missing.join(', ')}`,
    { file, expected: NEEDED, found, missing },
  );
}
