import {
  type Canton,
  type Commune,
  type Epci,
  type FormerCommune,
  isMountain,
  type Territory,
} from './commune.ts';
import { inventNames, ofPlace, placeName } from './names.ts';
import { dissolve, meanOf, type Partition, rounded } from './partition.ts';
import { distanceM, type Point, signedAreaM2 } from './plane.ts';
import { type Random, randomFrom } from './random.ts';

const PREFECTURE_NAME = 'Ambreval';
const CANTONS_OUTSIDE_PREFECTURE = 14;
const EPCIS = 9;
const NO_EPCI: Epci = { code: 'ZZZZZZZZZ', name: 'Sans objet' };

/** Communes, cantons, EPCI and arrondissements on the parcels of the partition. */
export function drawTerritory(partition: Partition): Territory {
  const random = randomFrom('territory');
  const communes = gatherParcels(partition);
  const neighbours = neighboursOf(partition, communes);
  const prefecture = communes.find(({ role }) => role === 'prefecture') as Commune;
  const island = communes.find(({ role }) => role === 'island') as Commune;
  const islet = drawIslet(island.centre);
  island.outline.push([islet]);
  island.areaM2 += signedAreaM2(islet);

  for (const n of neighbours.get(prefecture) ?? []) n.role = 'suburb';
  const sousPrefectures = [
    nearestVillage(communes, [20_000, 17_000]),
    nearestVillage(communes, [-16_000, -17_500]),
  ];
  for (const s of sousPrefectures) s.role = 'sous-prefecture';

  const seats = chooseSeats(communes, sousPrefectures, random);
  for (const seat of seats) if (seat.role === 'village') seat.role = 'bourg';
  populate(communes, prefecture, random);

  // The eastern end of the mountain roads, and two oddities away from towns.
  const villages = communes.filter(({ role }) => role === 'village');
  const valley = villages.reduce((a, b) => (b.centre[0] > a.centre[0] ? b : a));
  valley.population = 168;
  const deserted = nearestVillage(communes, [6000, -22_000]);
  deserted.population = 0;
  const withoutSquare = nearestVillage(communes, [-24_000, 12_000]);
  withoutSquare.population = 57;

  const merged2022 = villages.find(({ parcels }) => parcels.length === 2) as Commune;
  const merged2017 = nearestVillage(communes, [3000, 21_000]);
  const names = nameCommunes(communes, { prefecture, island, valley, deserted, sousPrefectures });
  const former = giveCodes(communes, names, merged2022, merged2017);

  assignArrondissements(communes, seats, [prefecture, ...sousPrefectures]);
  const suburbsIn9603 = (neighbours.get(prefecture) ?? []).slice(0, 3);
  const cantons = drawCantons(partition, communes, seats, prefecture, suburbsIn9603);
  const epcis = drawEpcis(communes, prefecture, island);
  communes.sort((a, b) => (a.code < b.code ? -1 : 1));
  return {
    communes,
    cantons,
    epcis,
    former,
    islet,
    landmarks: {
      prefecture: prefecture.code,
      sousPrefectures: sousPrefectures.map(({ code }) => code),
      prefectureCantons: cantons
        .filter(({ name }) => name.startsWith(`${PREFECTURE_NAME}-`))
        .map(({ code }) => code),
      pseudoCanton: '9699',
      island: island.code,
      islandEpci: NO_EPCI.code,
      deserted: deserted.code,
      withoutSquare: withoutSquare.code,
      commune2022: { current: merged2022.code, merged: former[0].code },
      commune2017: { current: merged2017.code, merged: former[1].code },
      valley: valley.code,
    },
  };
}

function gatherParcels(partition: Partition): Commune[] {
  const { parcels } = partition;
  const numbered = [...parcels.keys()];
  const city = numbered.filter((p) => parcels[p].kind === 'city-part');
  // A commune nouvelle of two former communes, in the north-west.
  const first = nearestParcel(partition, [-22_000, 15_000], () => true);
  const beside = partition.borders.filter((b) => b.parcels.includes(first) && b.lengthM > 1500);
  const second = beside
    .flatMap((b) => b.parcels)
    .find((p) => p !== first && parcels[p].kind === 'land') as number;
  const groups = [city, [first, second]];
  const grouped = new Set(groups.flat());
  for (const p of numbered) if (!grouped.has(p)) groups.push([p]);
  return groups.map((group) => {
    const outline = dissolve(partition, group);
    const kind = parcels[group[0]].kind;
    const centre = rounded(
      kind === 'city-part' ? meanOf(group.map((p) => parcels[p].seed)) : parcels[group[0]].seed,
    );
    return {
      code: '',
      name: placeName(''),
      role: kind === 'city-part' ? 'prefecture' : kind === 'island' ? 'island' : 'village',
      parcels: group,
      centre,
      outline,
      areaM2: outline.flat().reduce((sum, ring) => sum + signedAreaM2(ring), 0),
      isMountain: isMountain(centre),
      population: 0,
      canton: -1,
      epci: 0,
      arrondissement: 1,
    };
  });
}

function neighboursOf(partition: Partition, communes: Commune[]): Map<Commune, Commune[]> {
  const ofParcel = new Map(communes.flatMap((commune) => commune.parcels.map((p) => [p, commune] as const)));
  const neighbours = new Map<Commune, Commune[]>(communes.map((commune) => [commune, []]));
  for (const { parcels } of partition.borders) {
    const [a, b] = parcels.map((p) => ofParcel.get(p) as Commune);
    if (a === b || neighbours.get(a)?.includes(b)) continue;
    neighbours.get(a)?.push(b);
    neighbours.get(b)?.push(a);
  }
  return neighbours;
}

/** Chief towns spread by k-means, so that cantons come out of about one size; the sous-préfectures stay. */
function chooseSeats(communes: Commune[], fixed: Commune[], random: Random): Commune[] {
  const mainland = communes.filter(({ role }) => role !== 'island' && role !== 'prefecture');
  const others = mainland.filter(({ role, parcels }) => role === 'village' && parcels.length === 1);
  const middles: Point[] = fixed.map(({ centre }) => centre);
  while (middles.length < CANTONS_OUTSIDE_PREFECTURE) middles.push(random.pick(others).centre);
  for (let round = 0; round < 25; round++) {
    const groups = middles.map((): Point[] => []);
    for (const { centre } of mainland) groups[nearestIndex(middles, centre)].push(centre);
    for (const [i, group] of groups.entries())
      if (i >= fixed.length && group.length > 0) middles[i] = meanOf(group);
  }
  return middles.map((middle, i) => fixed[i] ?? nearestVillage(others, middle));
}

function populate(communes: Commune[], prefecture: Commune, random: Random): void {
  let sousPrefecture = 16_412;
  for (const commune of communes) {
    const nearCity = distanceM(commune.centre, prefecture.centre) < 16_000;
    if (commune.role === 'prefecture') commune.population = 59_873;
    else if (commune.role === 'sous-prefecture') {
      commune.population = sousPrefecture;
      sousPrefecture = 11_874;
    } else if (commune.role === 'suburb') commune.population = random.whole(2400, 6800);
    else if (commune.role === 'bourg')
      commune.population = commune.isMountain ? random.whole(900, 1700) : random.whole(1900, 5600);
    else if (commune.role === 'island') commune.population = 1487;
    else {
      const usual = commune.isMountain ? 190 : nearCity ? 780 : 400;
      commune.population = Math.max(31, Math.round(usual * Math.exp(0.62 * random.normal())));
    }
  }
}

interface Named {
  prefecture: Commune;
  island: Commune;
  valley: Commune;
  deserted: Commune;
  sousPrefectures: Commune[];
}

/** Gives every commune a name; returns the two names left for the communes that are no more. */
function nameCommunes(communes: Commune[], named: Named): string[] {
  const given = new Map<Commune, string>([
    [named.prefecture, PREFECTURE_NAME],
    [named.island, "L'Île-aux-Sternes"],
    [named.valley, 'Le Bout-du-Val'],
    [named.deserted, 'Malvaux-la-Détruite'],
    [named.sousPrefectures[0], 'Roquevive-en-Brèche'],
    [named.sousPrefectures[1], 'Port-Orson'],
  ]);
  const names = inventNames(communes.length + 2, new Set(given.values()));
  for (const commune of communes) commune.name = placeName(given.get(commune) ?? (names.pop() as string));
  return names.slice(0, 2);
}

/** Codes in the order of names, as the COG was first drawn up; former communes keep theirs. */
function giveCodes(communes: Commune[], spare: string[], in2022: Commune, in2017: Commune): FormerCommune[] {
  const former: FormerCommune[] = [
    { code: '', name: placeName(spare[0]), into: in2022 },
    { code: '', name: placeName(spare[1]), into: in2017 },
  ];
  const all = [...communes, ...former].sort((a, b) => (a.name.ncc < b.name.ncc ? -1 : 1));
  for (const [i, place] of all.entries()) place.code = `96${String(i + 1).padStart(3, '0')}`;
  return former;
}

function assignArrondissements(communes: Commune[], seats: Commune[], chiefTowns: Commune[]): void {
  const towns = chiefTowns.map(({ centre }) => centre);
  for (const commune of communes) {
    const canton = nearestIndex(
      seats.map(({ centre }) => centre),
      commune.centre,
    );
    const from = commune.role === 'suburb' || commune.role === 'prefecture' ? commune : seats[canton];
    commune.arrondissement = ([1, 2, 3] as const)[nearestIndex(towns, from.centre)];
  }
}

/** Three cantons share the prefecture: two are parts of it and nothing else, one goes on into three suburbs. */
function drawCantons(
  partition: Partition,
  communes: Commune[],
  seats: Commune[],
  prefecture: Commune,
  suburbs: Commune[],
): Canton[] {
  const middles = seats.map(({ centre }) => centre);
  const groups = seats.map((seat) => ({
    name: seat.name.libelle,
    communes: [] as Commune[],
    parcels: [] as number[],
  }));
  const suburban = { name: `${PREFECTURE_NAME}-3`, communes: suburbs, parcels: [prefecture.parcels[2]] };
  for (const commune of communes) {
    if (commune === prefecture || suburbs.includes(commune)) continue;
    groups[nearestIndex(middles, commune.centre)].communes.push(commune);
  }
  groups.push(suburban);
  for (const part of [0, 1])
    groups.push({
      name: `${PREFECTURE_NAME}-${part + 1}`,
      communes: [],
      parcels: [prefecture.parcels[part]],
    });
  groups.sort((a, b) => (placeName(a.name).ncc + a.name < placeName(b.name).ncc + b.name ? -1 : 1));
  return groups.map((group, i) => {
    for (const commune of group.communes) commune.canton = i;
    const parcels = [...group.parcels, ...group.communes.flatMap((commune) => commune.parcels)];
    return {
      code: `96${String(i + 1).padStart(2, '0')}`,
      name: group.name,
      outline: dissolve(partition, parcels),
    };
  });
}

function drawEpcis(communes: Commune[], prefecture: Commune, island: Commune): Epci[] {
  const random = randomFrom('epci');
  const towns = communes.filter(({ role }) => role === 'bourg' || role === 'sous-prefecture');
  const seats = [prefecture];
  while (seats.length < EPCIS) {
    const seat = random.pick(towns);
    if (seats.every((other) => distanceM(seat.centre, other.centre) > 12_000)) seats.push(seat);
  }
  const middles = seats.map(({ centre }) => centre);
  for (const commune of communes) commune.epci = nearestIndex(middles, commune.centre);
  // Like the real islands of one commune, this one belongs to no EPCI.
  island.epci = EPCIS;
  const epcis = seats.map(({ name, role }, i) => ({
    code: `2009600${11 + i * 7}`,
    name: role === 'prefecture' ? `CA du Grand ${name.libelle}` : `CC du Pays ${ofPlace(name)}`,
  }));
  return [...epcis, NO_EPCI];
}

function drawIslet(island: Point): Point[] {
  const random = randomFrom('islet');
  const ring: Point[] = [];
  for (let i = 0; i < 24; i++) {
    const turn = (i / 24) * 2 * Math.PI;
    const radiusM = random.between(310, 400);
    ring.push(
      rounded([island[0] - 5200 + radiusM * Math.cos(turn), island[1] + 900 + radiusM * Math.sin(turn)]),
    );
  }
  return ring;
}

function nearestParcel(partition: Partition, to: Point, accept: (p: number) => boolean): number {
  let best = -1;
  for (const [p, { seed, kind }] of partition.parcels.entries())
    if (
      kind === 'land' &&
      accept(p) &&
      (best < 0 || distanceM(seed, to) < distanceM(partition.parcels[best].seed, to))
    )
      best = p;
  return best;
}

function nearestVillage(communes: readonly Commune[], to: Point): Commune {
  return communes
    .filter(({ role, parcels }) => role === 'village' && parcels.length === 1)
    .reduce((a, b) => (distanceM(b.centre, to) < distanceM(a.centre, to) ? b : a));
}

function nearestIndex(points: readonly Point[], to: Point): number {
  let best = 0;
  for (const [i, point] of points.entries()) if (distanceM(point, to) < distanceM(points[best], to)) best = i;
  return best;
}
