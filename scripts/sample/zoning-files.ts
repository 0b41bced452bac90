import { DEPARTEMENT, type Territory } from './commune.ts';
import { ANCT_TYPOLOGY, csv, QUOTED } from './csv.ts';
import type { Square } from './population-squares.ts';
import { densityOf, frrOf, zrrRows } from './zonings.ts';

/** Six heading lines before the data and three empty ones after it, as published. */
export function zrrCsv(territory: Territory): string {
  const heading = [
    ['Champ : territoire fictif', '', '', ''],
    ['Géographie : Communes, au 1er janvier 2021', '', '', ''],
    ['Source : Maillage, territoire fictif (aucune valeur officielle)', '', '', ''],
    ['', '', '', ''],
    ['Code Insee', 'Libellé de la commune', 'Classement en ZRR', 'Modalités du zonage en ZRR'],
    ['CODGEO', 'LIBGEO', 'ZRR_SIMP', 'ZONAGE_ZRR'],
  ];
  const empty = ['', '', '', ''];
  return csv([...heading, ...zrrRows(territory), empty, empty, empty], QUOTED);
}

/** Ends each line with a separator, so that a fifth, empty column appears. */
export function frrCsv(territory: Territory): string {
  const heading = ['Code_insee', 'Departement', 'Commune', 'Classement FRR et FRR+ au 10 juillet 2025', ''];
  const rows = territory.communes.map((commune) => [
    commune.code,
    DEPARTEMENT.code,
    commune.name.libelle,
    frrOf(commune, territory),
    '',
  ]);
  return csv([heading, ...rows], { separator: ';', lineEnd: '\r\n', quotes: 'needed' });
}

export function densityCsv({ communes }: Territory): string {
  const rows = communes.map((commune) => [commune.code, commune.name.libelle, densityOf(commune)]);
  return csv([['insee_com', 'lib_com', 'niveau_densite'], ...rows], ANCT_TYPOLOGY);
}

export function mountainCsv({ communes }: Territory): string {
  const rows = communes
    .filter(({ isMountain }) => isMountain)
    .map(({ code, name }) => [code, name.libelle, '10 - Massif de la Vaurelle']);
  return csv([['insee_com', 'lib_com', 'niveau_montagne'], ...rows], ANCT_TYPOLOGY);
}

/** A part of the columns of INSEE's file of 2019; residents may be halves. */
export function squaresCsv(squares: readonly Square[]): string {
  const heading = 'idcar_200m,idcar_1km,i_est_200,i_est_1km,lcog_geo,ind,men,ind_0_3,ind_65_79,ind_80p';
  const lines = squares.map(({ northM, eastM, residents, communes }) => {
    const big = `N${Math.floor(northM / 1000) * 1000}E${Math.floor(eastM / 1000) * 1000}`;
    const share = (part: number) => (Math.round(residents * part * 2) / 2).toFixed(1);
    return [
      `CRS3035RES200mN${northM}E${eastM}`,
      `CRS3035RES1000m${big}`,
      residents < 22 ? 1 : 0,
      0,
      communes.join(''),
      residents.toFixed(1),
      Math.max(1, Math.round(residents / 2.15)).toFixed(1),
      share(0.038),
      share(0.161),
      share(0.064),
    ].join(',');
  });
  return `${[heading, ...lines].join('\n')}\n`;
}
