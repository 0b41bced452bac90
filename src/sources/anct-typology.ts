import { labelCell, normalLabel, uniqueCommuneCell } from './cells.ts';
import { readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

export type DensityClass = '1' | '2' | '3' | '4' | '5' | '6' | '7';

/** INSEE's seven levels of density in its order; 5, 6 and 7 are rural in INSEE's sense since 2021. */
export const DENSITY_LABELS: Readonly<Record<DensityClass, string>> = {
  1: 'Grands centres urbains',
  2: 'Centres urbains intermédiaires',
  3: 'Petites villes',
  4: 'Ceintures urbaines',
  5: 'Bourgs ruraux',
  6: 'Rural à habitat dispersé',
  7: 'Rural à habitat très dispersé',
};
const DENSITIES: ReadonlyMap<string, DensityClass> = new Map(
  (Object.keys(DENSITY_LABELS) as DensityClass[]).map((level) => [DENSITY_LABELS[level], level]),
);

export type Centrality = 'none' | 'local' | 'intermediate' | 'structuring' | 'major';
/** The study left overseas communes aside: ANCT's file says "- undefined". */
const CENTRALITIES: ReadonlyMap<string, Centrality | 'undefined'> = new Map([
  ['Communes non centre', 'none'],
  ["Centre local d'équipements et de services", 'local'],
  ["Centre intermédiaire d'équipements et de services", 'intermediate'],
  ["Centre structurant d'équipements et de services", 'structuring'],
  ["Centre majeur d'équipements et de services", 'major'],
  ['- undefined', 'undefined'],
]);

export type RuralityType =
  | 'residential-mixed'
  | 'residential-affluent'
  | 'productive-farming'
  | 'productive-workers'
  | 'small-towns-mixed'
  | 'small-towns-industrial'
  | 'tourist-residential'
  | 'tourist-specialised'
  | 'out-of-scope'
  | 'perimeter-changed';
const RURALITIES: ReadonlyMap<string, RuralityType> = new Map([
  ['Les ruralités résidentielles mixtes', 'residential-mixed'],
  ['Les ruralités résidentielles aisées', 'residential-affluent'],
  ['Les ruralités productives agricoles', 'productive-farming'],
  ['Les ruralités productives ouvrières', 'productive-workers'],
  ['Les petites polarités mixtes', 'small-towns-mixed'],
  ['Les petites polarités industrielles et artisanales', 'small-towns-industrial'],
  ['Les ruralités touristiques à dominante résidentielle', 'tourist-residential'],
  ['Les ruralités touristiques spécialisées', 'tourist-specialised'],
  ['Hors champ : DOM ou commune urbaine', 'out-of-scope'],
  ['Commune dont le périmètre a changé depuis la réalisation de la typologie', 'perimeter-changed'],
]);

interface LabelledCommune {
  commune: string;
  /** The label of the file. */
  label: string;
}
export interface DensityRow extends LabelledCommune {
  density: DensityClass;
}
export interface CentralityRow extends LabelledCommune {
  /** Null where the study did not class the commune. */
  centrality: Centrality | null;
}
export interface RuralityRow extends LabelledCommune {
  rurality: RuralityType;
}
export interface MountainRow {
  commune: string;
  /** Two digits, 01 to 09. */
  massif: string;
  massifName: string;
}

/** INSEE's density grid, seven levels, as published by the ANCT. @throws DomainError as readCsv */
export async function* readDensity(file: SourceFile, report: ReportBuilder): AsyncGenerator<DensityRow> {
  for await (const { commune, label, value } of labelled(file, report, 'niveau_densite', DENSITIES)) {
    yield { commune, density: value, label };
  }
}

/** ANCT's centres of facilities and services. @throws DomainError as readCsv */
export async function* readCentrality(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<CentralityRow> {
  for await (const { commune, label, value } of labelled(file, report, 'niveau_centralite', CENTRALITIES)) {
    yield { commune, centrality: value === 'undefined' ? null : value, label };
  }
}

/** ANCT's types of rural communes. @throws DomainError as readCsv */
export async function* readRurality(file: SourceFile, report: ReportBuilder): AsyncGenerator<RuralityRow> {
  for await (const { commune, label, value } of labelled(file, report, 'niveau_ruralite', RURALITIES)) {
    yield { commune, rurality: value, label };
  }
}

/** The communes of the mountain massifs; communes outside are not in the file. @throws DomainError as readCsv */
export async function* readMountain(file: SourceFile, report: ReportBuilder): AsyncGenerator<MountainRow> {
  const records = readCsv(file, report, { columns: { commune: 'insee_com', label: 'niveau_montagne' } });
  const seen = new Set<string>();
  for await (const record of records) {
    const commune = uniqueCommuneCell(record, 'commune', report, seen);
    if (commune === null) continue;
    const parts = /^(\d{2}) - (.+)$/.exec(normalLabel(record.get('label')));
    if (!parts) {
      const expected = 'expected a massif such as "03 - Massif des Alpes"';
      report.reject(record.row, record.heading('label'), record.get('label'), expected);
      continue;
    }
    report.kept();
    yield { commune, massif: parts[1], massifName: parts[2] };
  }
}

async function* labelled<Value>(
  file: SourceFile,
  report: ReportBuilder,
  heading: string,
  values: ReadonlyMap<string, Value>,
): AsyncGenerator<LabelledCommune & { value: Value }> {
  const records = readCsv(file, report, { columns: { commune: 'insee_com', label: heading } });
  const seen = new Set<string>();
  for await (const record of records) {
    const commune = uniqueCommuneCell(record, 'commune', report, seen);
    if (commune === null) continue;
    const value = labelCell(record, 'label', report, values);
    if (value === null) continue;
    report.kept();
    yield { commune, label: normalLabel(record.get('label')), value };
  }
}
