import { isCommuneCode } from './codes.ts';
import type { CogCommune, CogType } from './cog.ts';
import type { DepartementRow } from './departements.ts';
import { type JsonItem, readJsonArray } from './files/json-array.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';
import type { RegionRow } from './regions.ts';

/**
 * The files data/*.json of the npm package @etalab/decoupage-administratif (Etalab, from INSEE and DGCL): the same
 * facts as INSEE's files, for where those are not at hand. Overseas collectivities are given apart (`zone` com).
 */
export interface DivisionCommune extends CogCommune {
  /** Legal population; null for delegated and associated communes, and where nobody lives. */
  population: number | null;
  /** Former codes that now are this commune. */
  formerCodes: string[];
  /** True for the communes of the overseas collectivities, which no file of the COG's communes holds. */
  overseasCollectivity: boolean;
}

export interface DivisionEpci {
  code: string;
  name: string;
  /** CC, CA, CU, METRO or MET69 (Métropole de Lyon). */
  type: string;
  communes: string[];
  /** Municipal population of its communes. */
  population: number | null;
}

export interface DivisionArrondissement {
  code: string;
  name: string;
  departement: string;
  region: string;
}

const TYPES: ReadonlyMap<string, CogType> = new Map([
  ['commune-actuelle', 'COM'],
  ['arrondissement-municipal', 'ARM'],
  ['commune-deleguee', 'COMD'],
  ['commune-associee', 'COMA'],
]);

/** communes.json; `canton` is always null: the package has none. @throws DomainError as readJsonArray */
export async function* readDivisionCommunes(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<DivisionCommune> {
  for await (const item of readJsonArray(file, report)) {
    const code = communeCodeOf(item, 'code', report);
    if (code === null) continue;
    const type = TYPES.get(String(item.value.type));
    if (!type) {
      const expected = `expected one of ${[...TYPES.keys()].join(', ')}`;
      report.reject(item.row, 'type', item.value.type, expected);
      continue;
    }
    const name = textOf(item, 'nom', report);
    if (name === null) continue;
    const departement = textOf(item, 'departement', report);
    if (departement === null) continue;
    const parent =
      type === 'COM' ? null : communeCodeOf(item, type === 'ARM' ? 'commune' : 'chefLieu', report);
    if (type !== 'COM' && parent === null) continue;
    report.kept();
    yield {
      type,
      code,
      region: optionalText(item.value.region),
      departement,
      arrondissement: optionalText(item.value.arrondissement),
      name,
      canton: null,
      parent,
      population: optionalCount(item.value.population),
      formerCodes: Array.isArray(item.value.anciensCodes) ? item.value.anciensCodes.filter(isText) : [],
      overseasCollectivity: item.value.zone === 'com',
    };
  }
}

/** epci.json. @throws DomainError as readJsonArray */
export async function* readDivisionEpci(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<DivisionEpci> {
  for await (const item of readJsonArray(file, report)) {
    const code = textOf(item, 'code', report);
    if (code === null) continue;
    const name = textOf(item, 'nom', report);
    if (name === null) continue;
    const members: unknown[] = Array.isArray(item.value.membres) ? item.value.membres : [];
    const communes = members
      .map((member) =>
        typeof member === 'object' && member !== null && 'code' in member ? member.code : null,
      )
      .filter(isText);
    if (communes.length === 0 || communes.length !== members.length || !communes.every(isCommuneCode)) {
      report.reject(item.row, 'membres', code, 'expected a list of communes, each with its code');
      continue;
    }
    report.kept();
    yield {
      code,
      name,
      type: String(item.value.type ?? ''),
      communes,
      population: optionalCount(item.value.populationMunicipale),
    };
  }
}

/** departements.json; the overseas collectivities are left out. @throws DomainError as readJsonArray */
export async function* readDivisionDepartements(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<DepartementRow> {
  for await (const item of readJsonArray(file, report)) {
    if (item.value.zone === 'com') {
      report.flag(item.row, 'zone', item.value.code, 'an overseas collectivity, not a département: left out');
      continue;
    }
    const code = textOf(item, 'code', report);
    if (code === null) continue;
    const region = textOf(item, 'region', report);
    if (region === null) continue;
    const name = textOf(item, 'nom', report);
    if (name === null) continue;
    report.kept();
    yield { code, region, name, prefecture: optionalText(item.value.chefLieu) ?? '' };
  }
}

/** regions.json; the overseas collectivities are left out. @throws DomainError as readJsonArray */
export async function* readDivisionRegions(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<RegionRow> {
  for await (const item of readJsonArray(file, report)) {
    if (item.value.zone === 'com') {
      report.flag(item.row, 'zone', item.value.code, 'an overseas collectivity, not a région: left out');
      continue;
    }
    const code = textOf(item, 'code', report);
    if (code === null) continue;
    const name = textOf(item, 'nom', report);
    if (name === null) continue;
    report.kept();
    yield { code, name, prefecture: optionalText(item.value.chefLieu) ?? '' };
  }
}

/** arrondissements.json. @throws DomainError as readJsonArray */
export async function* readDivisionArrondissements(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<DivisionArrondissement> {
  for await (const item of readJsonArray(file, report)) {
    const code = textOf(item, 'code', report);
    if (code === null) continue;
    const departement = textOf(item, 'departement', report);
    if (departement === null) continue;
    const region = textOf(item, 'region', report);
    if (region === null) continue;
    const name = textOf(item, 'nom', report);
    if (name === null) continue;
    report.kept();
    yield { code, name, departement, region };
  }
}

function communeCodeOf(item: JsonItem, key: string, report: ReportBuilder): string | null {
  const value = item.value[key];
  if (isText(value) && isCommuneCode(value)) return value;
  report.reject(item.row, key, value, 'expected a commune code of 5 characters');
  return null;
}

function textOf(item: JsonItem, key: string, report: ReportBuilder): string | null {
  const text = optionalText(item.value[key]);
  if (text === null) report.reject(item.row, key, item.value[key], 'expected a text, found nothing');
  return text;
}

function optionalText(value: unknown): string | null {
  return isText(value) && value !== '' ? value : null;
}

function optionalCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
