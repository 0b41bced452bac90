import { type Commune, communeByCode, type Territory } from './commune.ts';
import { type Cell, csv } from './csv.ts';
import { ofPlace, placeName } from './names.ts';
import type { Partition } from './partition.ts';
import { between, distanceM, isInside, lonLatOf, offset, type Point } from './plane.ts';
import type { Quarter } from './quarters.ts';

/** A line of the official list (schema of 2024). */
export interface ListedSite {
  id: number;
  dep: string;
  name: string;
  address: string;
  commune: { code: string; name: string };
  point: Point | null;
  /** Monday to Saturday. */
  hours: (string | null)[];
  byAppointment: boolean;
  comment: string | null;
  type: 'Principal' | 'Antenne';
  format: 'Fixe' | 'Multisites' | 'Bus_équivalent' | 'Fixe_antenne(s)' | 'Itinérante';
  group: string | null;
  labelled: string;
}

const DAY = '09:00 - 12:00 / 13:30 - 17:00';
const WEEK = [DAY, DAY, DAY, DAY, '09:00 - 12:00 / 13:30 - 16:00', null];
const NO_HOURS = [null, null, null, null, null, null];

/** Seventeen sites, each with something to trip over; the cantons left out are left out on purpose. */
export function listSites(
  partition: Partition,
  territory: Territory,
  quarters: readonly Quarter[],
): ListedSite[] {
  const { landmarks, cantons, communes, former } = territory;
  const at = (code: string) => communeByCode(territory, code);
  const seat = (canton: string) =>
    communes.find(
      (c) => c.canton >= 0 && cantons[c.canton].code === canton && c.name.libelle === cantons[c.canton].name,
    ) as Commune;
  const place = (commune: Commune) => ({ code: commune.code, name: commune.name.libelle });
  const beside = ([x, y]: Point): Point => [x + 70, y - 40];

  const city = at(landmarks.prefecture);
  const prefectureDesk = between(city.centre, partition.parcels[city.parcels[0]].seed, 0.4);
  const [roquevive, portOrson] = landmarks.sousPrefectures.map(at);
  const [merged] = former;
  const mergedSeed = partition.parcels[merged.into.parcels[1]].seed;
  const secondDesk = communes
    .filter((c) => c.role === 'village' && cantons[c.canton].code === '9613')
    .reduce((a, b) => (distanceM(b.centre, city.centre) > distanceM(a.centre, city.centre) ? b : a));
  const misplaced = seat('9604');

  const drafts: (Partial<ListedSite> & Pick<ListedSite, 'commune' | 'point' | 'labelled'>)[] = [
    {
      commune: place(city),
      point: prefectureDesk,
      labelled: '01/01/2020',
      name: "France services d'Ambreval - Préfecture",
    },
    {
      commune: place(portOrson),
      point: beside(portOrson.centre),
      labelled: '01/01/2020',
      hours: [...WEEK.slice(0, 5), '09:00 - 12:00'],
    },
    {
      commune: place(seat('9606')),
      point: beside(seat('9606').centre),
      labelled: '01/02/2020',
      name: `France services La Poste ${ofPlace(seat('9606').name)}`,
    },
    {
      commune: place(seat('9608')),
      point: beside(seat('9608').centre),
      labelled: '01/01/2020',
      group: 'Vallée de la Vaurelle',
    },
    {
      commune: place(roquevive),
      point: beside(roquevive.centre),
      labelled: '01/09/2020',
      hours: ['08:45 - 17:30', DAY, DAY, DAY, DAY, '09:00 - 12:00'],
    },
    {
      commune: place(seat('9607')),
      point: beside(seat('9607').centre),
      labelled: '01/09/2020',
      hours: [
        '7h30 – 12h / 13h/16h',
        '7h30 – 12h / 13h/16h',
        '00:00 - 00:00',
        '9h00-12h00 et 14h-17h',
        '09:00 - 12:30 / 12:00 - 17:00',
        '-',
      ],
    },
    {
      commune: { code: merged.code, name: merged.name.libelle },
      point: beside(mergedSeed),
      labelled: '15/01/2021',
    },
    {
      commune: place(city),
      point: quarters[0].middle,
      labelled: '15/01/2021',
      name: 'France services Les Sternes - Ambreval',
      byAppointment: true,
    },
    {
      commune: place(seat('9613')),
      point: beside(seat('9613').centre),
      labelled: '01/04/2021',
      format: 'Multisites',
      group: 'Sud-Ambrois',
      name: 'France services multisites Sud-Ambrois',
      comment: 'Un mardi sur deux : permanence en mairie annexe de 9h à 12h.',
    },
    {
      commune: place(secondDesk),
      point: beside(secondDesk.centre),
      labelled: '01/04/2021',
      type: 'Antenne',
      format: 'Multisites',
      group: 'Sud-Ambrois',
      hours: [null, null, null, '14:00 - 17:00', null, null],
    },
    {
      commune: place(city),
      point: prefectureDesk,
      labelled: '01/07/2021',
      format: 'Bus_équivalent',
      name: "Bus France services du Val-d'Ambre",
      comment: 'Bus stationné à la préfecture, en tournée dans les communes rurales du mardi au vendredi',
    },
    {
      commune: place(seat('9615')),
      point: beside(seat('9615').centre),
      labelled: '01/07/2021',
      hours: NO_HOURS,
    },
    { commune: place(seat('9610')), point: null, labelled: '01/10/2021' },
    {
      commune: place(seat('9605')),
      point: beside(seat('9605').centre),
      labelled: '01/01/2022',
      type: 'Antenne',
      format: 'Fixe_antenne(s)',
      group: 'Vallée de la Vaurelle',
      hours: [null, '10:00 - 12:00', null, null, null, null],
      byAppointment: true,
    },
    { commune: place(misplaced), point: outside(misplaced, city.centre, 2000), labelled: '01/07/2022' },
    { commune: place(seat('9616')), point: beside(seat('9616').centre), labelled: '15/11/2022', dep: '95' },
    {
      commune: place(seat('9609')),
      point: beside(seat('9609').centre),
      labelled: '08/12/2023',
      format: 'Itinérante',
      name: 'France services itinérante du Haut-Orson',
      hours: [null, DAY, null, '9:00 - 12:00', null, null],
      comment: 'Itinérance : 1er et 3ème mercredi du mois en salle des fêtes',
    },
  ];
  return drafts.map((draft, i) => ({
    id: i + 1,
    dep: '96',
    name: `France services ${ofPlace(placeName(draft.commune.name))}`,
    address: `${3 + ((i * 7) % 40)} Rue de la Mairie`,
    hours: WEEK,
    byAppointment: false,
    comment: null,
    type: 'Principal',
    format: 'Fixe',
    group: null,
    ...draft,
  }));
}

/** The point `beyondM` past the commune's outline, on the way from its centre to another place. */
function outside(commune: Commune, towards: Point, beyondM: number): Point {
  const isHome = (point: Point) => commune.outline.some(([ring]) => isInside(ring, point));
  let alongM = 0;
  while (isHome(offset(commune.centre, towards, alongM, 0))) alongM += 50;
  return offset(commune.centre, towards, alongM + beyondM, 0);
}

const COLUMNS =
  'id_fs,insee_dep,lib_fs,adresse,complement_adresse,insee_com,code_postal,lib_com,latitude,longitude,mail,telephone,h_lundi,h_mardi,h_mercredi,h_jeudi,h_vendredi,h_samedi,prise_rdv,commentaire,type_fs,format_fs,groupe_fs,labellisation_fs';

/** The official file quotes texts and leaves numbers and empty fields bare. */
export function siteListCsv(sites: readonly ListedSite[]): string {
  const rows = sites.map((site): Cell[] => {
    const [lon, lat] = site.point ? lonLatOf(site.point) : [null, null];
    const mail = `site${site.id}@example.org`;
    return [
      String(site.id),
      site.dep,
      site.name,
      site.address,
      null,
      site.commune.code,
      `${site.commune.code.slice(0, 2)}000`,
      site.commune.name,
      lat,
      lon,
      mail,
      null,
      ...site.hours,
      site.byAppointment ? 'Oui' : 'Non',
      site.comment,
      site.type,
      site.format,
      site.group,
      `Espace labellisé ${site.labelled}`,
    ];
  });
  const quoted = (cell: Cell) =>
    cell === null ? '' : typeof cell === 'number' ? String(cell) : `"${cell.replaceAll('"', '""')}"`;
  const heading = csv([COLUMNS.split(',')], { separator: ',', lineEnd: '\n', quotes: 'all' });
  return heading + rows.map((row) => `${row.map(quoted).join(',')}\n`).join('');
}
