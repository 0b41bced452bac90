import { type Commune, communeByCode, DEPARTEMENT, type Landmarks, type Territory } from './commune.ts';
import { isInside } from './plane.ts';
import type { Quarter } from './quarters.ts';
import type { Sample } from './sample.ts';
import type { ListedSite } from './site-list.ts';
import { freedCommune } from './territory-files.ts';

/** Landmarks, and where the sites fall. Written as landmarks.json, for tests and demonstrations. */
export interface BitingPlaces extends Landmarks {
  cantonsWithoutSite: string[];
  cantonsWithAntennaOnly: string[];
  smallestQpv: string;
  qpvInTwoCommunes: string;
  freedCommune: { freed: string; host: string };
  /** Identifiers of the site list. */
  sites: {
    atOnePoint: string[];
    bus: string;
    itinerant: string;
    multiSite: string;
    antennas: string[];
    oldCode: string;
    oddHours: string;
    withoutHours: string;
    contradictingDepartement: string;
    outsideItsCommune: string;
    withoutCoordinates: string;
  };
}

export function bitingPlaces(
  territory: Territory,
  quarters: readonly Quarter[],
  sites: readonly ListedSite[],
): BitingPlaces {
  const { cantons, landmarks } = territory;
  const cantonOf = ({ point, commune }: ListedSite) => {
    if (!point) return cantons[communeByCode(territory, commune.code).canton].code;
    return cantons.find(({ outline }) => outline.some(([ring]) => isInside(ring, point)))?.code;
  };
  const held = new Set(sites.map(cantonOf));
  const byPrincipal = new Set(sites.filter(({ type }) => type === 'Principal').map(cantonOf));
  const codes = cantons.map(({ code }) => code);
  const first = (accept: (site: ListedSite) => boolean) => String(sites.find(accept)?.id);
  const samePoint = sites.filter(
    (a) => a.point && sites.some((b) => a !== b && b.point?.join() === a.point?.join()),
  );
  const { freed, host } = freedCommune(territory);
  return {
    ...landmarks,
    cantonsWithoutSite: codes.filter((code) => !held.has(code)),
    cantonsWithAntennaOnly: codes.filter((code) => held.has(code) && !byPrincipal.has(code)),
    smallestQpv: quarters[0].code,
    qpvInTwoCommunes: String(quarters.find(({ communes }) => communes.length > 1)?.code),
    freedCommune: { freed: freed.code, host: host.code },
    sites: {
      atOnePoint: samePoint.map(({ id }) => String(id)),
      bus: first(({ format }) => format === 'Bus_équivalent'),
      itinerant: first(({ format }) => format === 'Itinérante'),
      multiSite: first(({ format, type }) => format === 'Multisites' && type === 'Principal'),
      antennas: sites.filter(({ type }) => type === 'Antenne').map(({ id }) => String(id)),
      oldCode: first(({ commune }) => commune.code === landmarks.commune2022.merged),
      oddHours: first(({ hours }) => hours.some((text) => text?.includes('h30'))),
      withoutHours: first(({ hours }) => hours.every((text) => text === null)),
      contradictingDepartement: first(({ dep }) => dep !== DEPARTEMENT.code),
      outsideItsCommune: first((site) => isOutside(site, territory)),
      withoutCoordinates: first(({ point }) => point === null),
    },
  };
}

function isOutside({ point, commune }: ListedSite, territory: Territory): boolean {
  const stated = territory.communes.find(({ code }) => code === commune.code);
  return Boolean(point && stated && !stated.outline.some(([ring]) => isInside(ring, point)));
}

export function readme({ territory, quarters, sites, squares, roads, places }: Sample): string {
  const name = (code: string) => `${communeByCode(territory, code).name.libelle} (${code})`;
  const site = (id: string) => {
    const { name: title, commune } = sites[Number(id) - 1];
    return `site ${id}, ${title} (${commune.code})`;
  };
  const canton = (code: string) => `${territory.cantons.find((c) => c.code === code)?.name} (${code})`;
  const residents = territory.communes.reduce((sum: number, commune: Commune) => sum + commune.population, 0);
  const quarter = (code: string) => `${quarters.find((q) => q.code === code)?.name} (${code})`;
  const bites: [string, string][] = [
    ['cantons without a site', places.cantonsWithoutSite.map(canton).join(', ')],
    ['a canton with an antenna only', places.cantonsWithAntennaOnly.map(canton).join(', ')],
    [
      'a commune cut into cantons',
      `${name(places.prefecture)}: its COG canton is the pseudo-canton ${places.pseudoCanton}; ${places.prefectureCantons.slice(0, 2).join(' and ')} are parts of it and nothing else, ${places.prefectureCantons[2]} goes on into three suburbs; its centre lies where the three meet`,
    ],
    [
      'an island without a road link',
      `${name(places.island)}: roads of its own, a ferry line (not driven by default), no EPCI (${places.islandEpci})`,
    ],
    [
      'an islet without any road',
      `the second polygon of ${places.island}, with residents; missing from the canton outlines, as published ones lose small islands`,
    ],
    ['a dead-end valley', `${name(places.valley)}: hairpins, more than 30 minutes from any site`],
    ['a commune without population', name(places.deserted)],
    ['residents but no grid square', name(places.withoutSquare)],
    [
      'a QPV far smaller than a cell',
      `${quarter(places.smallestQpv)}, 300 m wide; no QPV here is as large as an H3 cell of resolution 8`,
    ],
    ['a QPV in two communes', quarter(places.qpvInTwoCommunes)],
    [
      'a merger of 2022',
      `${places.commune2022.merged} went into ${name(places.commune2022.current)}: the old code is in the movements, the ZRR (classed, its partner not), the squares and the site list`,
    ],
    [
      'a merger of 2017',
      `${places.commune2017.merged} went into ${name(places.commune2017.current)}: ZRR class P, FRR partly`,
    ],
    [
      'a commune set free again',
      `${name(places.freedCommune.freed)} was part of ${name(places.freedCommune.host)} from 1973 to 2008, and is itself today`,
    ],
    ['two sites at one point', places.sites.atOnePoint.map(site).join('; ')],
    [
      'a bus, an itinerant site, a multi-site',
      [places.sites.bus, places.sites.itinerant, places.sites.multiSite].map(site).join('; '),
    ],
    ['antennas', places.sites.antennas.map(site).join('; ')],
    ['an old commune code in the site list', site(places.sites.oldCode)],
    ['hours in odd text, and none', `${site(places.sites.oddHours)}; ${site(places.sites.withoutHours)}`],
    ['a département that contradicts the commune', site(places.sites.contradictingDepartement)],
    ['coordinates 2 km outside the stated commune', site(places.sites.outsideItsCommune)],
    ['no coordinates', site(places.sites.withoutCoordinates)],
    [
      'roads that must not be used',
      `an isolated loop near ${places.commune2017.current}, tracks, paths, private, unbuilt and closed roads, gates, bollards across a street`,
    ],
    [
      'one-way traps',
      'motorway carriageways, links, roundabouts without a `oneway` tag, `oneway=-1`, `maxspeed=FR:urban`',
    ],
  ];
  return `# ${DEPARTEMENT.name}: the built-in sample

**A territory that does not exist.** Département ${DEPARTEMENT.code} and région 95 are not in use; the outlines lie in the Atlantic around 6° W, 46.5° N. No name, number or site here is official or real, and none was copied from official data. Only the *formats* are the official ones (INSEE, ANCT, IGN, OpenStreetMap), so that the readers for the real files read these too.

${territory.communes.length} communes, ${territory.cantons.length} cantons, ${quarters.length} QPV, ${sites.length} sites, ${residents.toLocaleString('en-GB')} residents, ${squares.length.toLocaleString('en-GB')} population squares, ${roads.ways.length.toLocaleString('en-GB')} ways.

- \`mirror.json\`: dataset → file, with title, licence and vintage.
- \`landmarks.json\`: the codes below, for programs.
- Drawn again with \`npm run sample\`: seeded, the same bytes every time. Change the generator (scripts/sample), not the files.
- Licence: MIT, like the code.

## What bites, and where

| what | where |
|---|---|
${bites.map(([what, where]) => `| ${what} | ${where} |`).join('\n')}

All seven density classes, every FRR class and the ZRR classes C, A, M, P and NC occur. Grid squares sum to within a tenth of each legal population (an earlier year), not to it; residents of a square may be halves; \`lcog_geo\` is on the communes of 2020 and strings together the codes of all communes that a square touches.
`;
}
