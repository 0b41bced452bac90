import { departementOfCommune } from './codes.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { DayHours } from './opening-hours.ts';

export type SiteFlag =
  | 'missing-coordinates'
  | 'unreadable-coordinates'
  | 'swapped-coordinates'
  | 'implausible-coordinates'
  | 'unreadable-commune'
  | 'departement-contradicts-commune'
  | 'unreadable-label-date';

/** One labelled site or antenna. Mail addresses and telephone numbers are never read: no question needs them. */
export interface SiteRow {
  id: string;
  name: string;
  address: string;
  postcode: string | null;
  /** As the list states it: may be a Paris, Lyon or Marseille arrondissement, or a commune merged since. */
  statedCommune: string | null;
  communeName: string | null;
  statedDepartement: string | null;
  lon: number | null;
  lat: number | null;
  type: 'principal' | 'antenna';
  format: 'fixed' | 'itinerant' | 'multi-site';
  /** `YYYY-MM-DD`, or `YYYY-MM` on the list of 2020. */
  labelDate: string | null;
  /** Monday to Saturday. */
  hours: DayHours[];
  comment: string | null;
  group: string | null;
  /** Line of the CSV, or 1-based feature number. */
  row: number;
  flags: SiteFlag[];
}

/** Names and order of the days in both lists' columns. */
export const DAY_COLUMNS = ['h_lundi', 'h_mardi', 'h_mercredi', 'h_jeudi', 'h_vendredi', 'h_samedi'] as const;

/** Rejects a second row with the same id; remembers the rows seen, one register a file. */
export function createSiteRegister(report: ReportBuilder): (site: SiteRow) => boolean {
  const seen = new Map<string, { row: number; content: string }>();
  return (site) => {
    const content = JSON.stringify({ ...site, row: 0 });
    const earlier = seen.get(site.id);
    if (!earlier) {
      seen.set(site.id, { row: site.row, content });
      return true;
    }
    const same = earlier.content === content;
    report.reject(
      site.row,
      'id',
      site.id,
      same
        ? `the same row as row ${earlier.row}`
        : `id already used by row ${earlier.row}, with other contents`,
    );
    return false;
  };
}

/**
 * "Espace labellisé 01/09/2020" → '2020-09-01'; "Espace labellisé 01/2020" → '2020-01'.
 * @returns null for text without a date of the calendar
 */
export function labelDateOf(text: string): string | null {
  const found = /(?:\b(\d{2})\/)?\b(\d{2})\/(\d{4})\b/.exec(text);
  if (!found) return null;
  const [, day, month, year] = found;
  const iso = `${year}-${month}-${day ?? '01'}`;
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso) return null;
  return day ? iso : `${year}-${month}`;
}

/** Corsica was département 20 until 1976, and its postcodes still are. */
export function contradicts(statedDepartement: string, commune: string): boolean {
  const own = departementOfCommune(commune);
  return statedDepartement !== own && !(statedDepartement === '20' && own.startsWith('2'));
}
