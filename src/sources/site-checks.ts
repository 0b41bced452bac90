import { parseDecimal } from './cells.ts';
import { liesInFrenchBox } from './files/french-boxes.ts';
import type { ReportBuilder } from './files/read-report.ts';
import { communeCodeOf, departementCodeOf, textOrNull } from './json-members.ts';
import { type DayHours, parseDayHours } from './opening-hours.ts';
import { contradicts, DAY_COLUMNS, labelDateOf, type SiteFlag, type SiteRow } from './site-row.ts';

/** A site as either schema states it, before the checks that both share. */
export interface StatedSite extends Pick<SiteRow, 'id' | 'name' | 'type' | 'format' | 'row'> {
  addressParts: readonly unknown[];
  postcode: unknown;
  commune: unknown;
  communeName: unknown;
  departement: unknown;
  lon: unknown;
  lat: unknown;
  label: unknown;
  /** Text of Monday to Saturday, in the order of DAY_COLUMNS. */
  days: readonly unknown[];
  comment: unknown;
  group: unknown;
  /** The file's own names, for the report. */
  columns: { commune: string; departement: string; lon: string; label: string };
}

/** Checks what can be checked row by row; whatever is doubtful is flagged and kept, since the site does exist. */
export function checkSite(stated: StatedSite, report: ReportBuilder): SiteRow {
  const { row, columns } = stated;
  const flags: SiteFlag[] = [];
  const flag = (name: SiteFlag, column: string, value: unknown, reason: string) => {
    flags.push(name);
    report.flag(row, column, value, `${name}: ${reason}`);
  };

  const givenCommune = textOrNull(stated.commune);
  const statedCommune = communeCodeOf(givenCommune);
  if (!statedCommune)
    flag('unreadable-commune', columns.commune, givenCommune, 'expected an INSEE commune code');
  else if (statedCommune !== givenCommune) {
    report.repair(row, columns.commune, givenCommune, `read as ${statedCommune}`);
  }

  const statedDepartement = departementCodeOf(stated.departement);
  if (statedDepartement && statedCommune && contradicts(statedDepartement, statedCommune)) {
    const reason = `the commune code is ${statedCommune}`;
    flag('departement-contradicts-commune', columns.departement, statedDepartement, reason);
  }

  const label = textOrNull(stated.label);
  const labelDate = labelDateOf(label ?? '');
  if (label && !labelDate)
    flag('unreadable-label-date', columns.label, label, 'expected a date such as 01/09/2020');

  return {
    id: stated.id,
    name: stated.name,
    address: stated.addressParts
      .map(textOrNull)
      .filter((part) => part !== null)
      .join(', '),
    postcode: textOrNull(stated.postcode),
    statedCommune,
    communeName: textOrNull(stated.communeName),
    statedDepartement,
    ...checkPlace(stated, report, flag),
    type: stated.type,
    format: stated.format,
    labelDate,
    hours: stated.days.map((day, index) => checkDay(day, DAY_COLUMNS[index], row, report)),
    comment: textOrNull(stated.comment),
    group: textOrNull(stated.group),
    row,
    flags,
  };
}

function checkDay(value: unknown, column: string, row: number, report: ReportBuilder): DayHours {
  const hours = parseDayHours(textOrNull(value) ?? '');
  if (hours.status === 'unparsed') report.flag(row, column, hours.text, 'opening hours not read, text kept');
  return hours;
}

function checkPlace(
  { lon: lonValue, lat: latValue, row, columns }: StatedSite,
  report: ReportBuilder,
  flag: (name: SiteFlag, column: string, value: unknown, reason: string) => void,
): Pick<SiteRow, 'lon' | 'lat'> {
  const nowhere = { lon: null, lat: null };
  const lonText = textOrNull(lonValue);
  const latText = textOrNull(latValue);
  const shown = `${lonText ?? ''} ${latText ?? ''}`.trim();
  if (!lonText || !latText) {
    flag('missing-coordinates', columns.lon, shown || null, 'no coordinates, to be placed by its commune');
    return nowhere;
  }
  const lon = parseDecimal(lonText);
  const lat = parseDecimal(latText);
  if (Number.isNaN(lon) || Number.isNaN(lat)) {
    flag('unreadable-coordinates', columns.lon, shown, 'expected two numbers in degrees');
    return nowhere;
  }
  if (lonText.includes(',') || latText.includes(',')) {
    report.repair(row, columns.lon, shown, 'decimal comma read as a point');
  }
  if (liesInFrenchBox(lon, lat)) return { lon, lat };
  if (liesInFrenchBox(lat, lon)) {
    report.repair(row, columns.lon, shown, 'longitude and latitude exchanged');
    flag('swapped-coordinates', columns.lon, shown, 'they fall in France only when exchanged');
    return { lon: lat, lat: lon };
  }
  flag('implausible-coordinates', columns.lon, shown, 'outside every French territory');
  return nowhere;
}
